package dev.perigee.server.oidc;

import dev.perigee.http.tls.TlsFiles;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.Durations;
import dev.perigee.protocol.access.Role;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Whose tokens are believed, for whom they must be, and what in them says who may do what: the claims that hold the
/// role and the team, and which of the role claim's values mean which role. `authorities` are those of its certificate.
public record OidcConfig(
        URI issuer,
        String audience,
        Claims claims,
        Duration clockSkew,
        @Nullable Path authorities) {
    public static final Duration CLOCK_SKEW_DEFAULT = Duration.ofSeconds(60);
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    public OidcConfig {
        if (!"https".equals(issuer.getScheme()) && !isLoopback(issuer)) {
            throw new BadValue("oidc.issuer", issuer, "a URL that begins with https://");
        }
        if (issuer.getHost() == null || issuer.getQuery() != null || issuer.getFragment() != null) {
            throw new BadValue("oidc.issuer", issuer, "a URL such as https://id.example.com, without ? and #");
        }
        if (audience.isBlank()) {
            throw new BadValue("oidc.audience", audience, "whom the provider makes tokens for, such as perigee");
        }
        Durations.between("oidc.clock-skew", clockSkew, Duration.ZERO, Duration.ofMinutes(10));
    }

    /// The names of the claims, and what the values of the first mean.
    public record Claims(String role, String team, Map<String, Role> roles) {
        public static final Claims DEFAULT = new Claims(
                "perigee_role",
                "perigee_team",
                Arrays.stream(Role.values()).collect(Collectors.toMap(Role::wireName, Function.identity())));

        public Claims {
            if (roles.isEmpty()) {
                throw new BadValue("oidc.roles", "", "at least one value of the claim and what it means");
            }
            roles = Map.copyOf(roles);
        }
    }

    /// Where the provider describes itself.
    URI discovery() {
        String text = issuer.toString();
        String base = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        return URI.create(base + "/.well-known/openid-configuration");
    }

    TlsFiles tls() {
        return new TlsFiles("oidc", null, null, authorities);
    }

    /// Plain HTTP never leaves this machine.
    static boolean isLoopback(URI url) {
        return "http".equals(url.getScheme()) && url.getHost() != null && LOOPBACK.contains(url.getHost());
    }
}
