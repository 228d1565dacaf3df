package dev.perigee.cli.config;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.access.Role;
import dev.perigee.server.ServerConfig.Callers;
import dev.perigee.server.limit.AddressRange;
import dev.perigee.server.limit.Rate;
import dev.perigee.server.limit.Rates;
import dev.perigee.server.oidc.OidcConfig;
import dev.perigee.server.oidc.OidcConfig.Claims;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The settings of who may call the control plane beside those with keys, and how often each may.
final class CallerSettings {
    private static final Kind<List<AddressRange>> RANGES = new Kind<>(
            (_, raw) -> items(raw).map(AddressRange::parse).toList(),
            ranges -> ranges.stream()
                    .map(range -> '"' + range.toString() + '"')
                    .toList()
                    .toString(),
            false);
    private static final Kind<Map<String, Role>> ROLES =
            new Kind<>(CallerSettings::roles, CallerSettings::rolesText, false);

    private static final Setting<URI> ISSUER = new Setting<>(
            "oidc.issuer",
            Kinds.URL,
            null,
            "the OpenID Connect provider whose tokens operators may show instead of a key");
    private static final Setting<String> AUDIENCE =
            new Setting<>("oidc.audience", Kinds.TEXT, null, "whom its tokens must be for; with an issuer");
    private static final Setting<String> ROLE_CLAIM = new Setting<>(
            "oidc.role-claim", Kinds.TEXT, Claims.DEFAULT.role(), "the claim that says what its bearer may do");
    private static final Setting<String> TEAM_CLAIM = new Setting<>(
            "oidc.team-claim",
            Kinds.TEXT,
            Claims.DEFAULT.team(),
            "the claim that names the bearer's team; without it the bearer is of no team");
    private static final Setting<Map<String, Role>> ROLES_OF = new Setting<>(
            "oidc.roles",
            ROLES,
            new TreeMap<>(Claims.DEFAULT.roles()),
            "which values of the role claim mean viewer, operator or admin, as value=role");
    private static final Setting<Duration> CLOCK_SKEW = new Setting<>(
            "oidc.clock-skew",
            Kinds.DURATION,
            OidcConfig.CLOCK_SKEW_DEFAULT,
            "how far the provider's clock may be from this one");
    private static final Setting<Path> CA = new Setting<>(
            "oidc.ca",
            Kinds.PATH,
            null,
            "the authorities that the provider's certificate may be of, as PEM; by default those of the Java runtime");

    private static final RateSettings SATELLITE =
            RateSettings.of("limits.satellite", Rates.DEFAULT.satellite(), "calls of one satellite");
    private static final RateSettings OPERATOR =
            RateSettings.of("limits.operator", Rates.DEFAULT.operator(), "calls of one operator");
    private static final RateSettings ADDRESS =
            RateSettings.of("limits.address", Rates.DEFAULT.address(), "calls from one address by whom nobody knows");
    private static final RateSettings REGISTRATION_ADDRESS = RateSettings.of(
            "limits.registration-address",
            Rates.DEFAULT.registrationOfAddress(),
            "registrations of satellites from one address");
    private static final RateSettings REGISTRATION =
            RateSettings.of("limits.registration", Rates.DEFAULT.registration(), "registrations of satellites in all");
    private static final Setting<List<AddressRange>> TRUSTED_PROXIES = new Setting<>(
            "limits.trusted-proxies",
            RANGES,
            List.of(),
            "reverse proxies, as addresses or CIDR ranges, that are believed when they say for whom they call");

    static final List<Setting<?>> ALL = Stream.concat(
                    Stream.of(ISSUER, AUDIENCE, ROLE_CLAIM, TEAM_CLAIM, ROLES_OF, CLOCK_SKEW, CA, TRUSTED_PROXIES),
                    Stream.of(SATELLITE, OPERATOR, ADDRESS, REGISTRATION_ADDRESS, REGISTRATION)
                            .flatMap(rate -> Stream.of(rate.perSecond(), rate.burst())))
            .collect(Collectors.toUnmodifiableList());

    private CallerSettings() {}

    static Callers build(Values values, @Nullable String operatorKey) {
        return new Callers(
                operatorKey,
                oidc(values),
                new Rates(
                        SATELLITE.rate(values),
                        OPERATOR.rate(values),
                        ADDRESS.rate(values),
                        REGISTRATION_ADDRESS.rate(values),
                        REGISTRATION.rate(values),
                        values.get(TRUSTED_PROXIES)));
    }

    private static @Nullable OidcConfig oidc(Values values) {
        URI issuer = values.find(ISSUER).orElse(null);
        if (issuer == null) {
            if (values.has(AUDIENCE)) {
                throw new BadValue(AUDIENCE.key(), values.get(AUDIENCE), "with it " + ISSUER.key());
            }
            return null;
        }
        return new OidcConfig(
                issuer,
                values.get(AUDIENCE),
                new Claims(values.get(ROLE_CLAIM), values.get(TEAM_CLAIM), values.get(ROLES_OF)),
                values.get(CLOCK_SKEW),
                values.find(CA).orElse(null));
    }

    /// The two settings of a rate.
    private record RateSettings(Setting<Integer> perSecond, Setting<Integer> burst) {
        static RateSettings of(String name, Rate absent, String what) {
            return new RateSettings(
                    new Setting<>(
                            name + "-rate",
                            Kinds.COUNT,
                            absent.perSecond(),
                            "the most " + what + " a second on the average; more are refused with 429"),
                    new Setting<>(
                            name + "-burst",
                            Kinds.COUNT,
                            absent.burst(),
                            "the most " + what + " at once after a rest"));
        }

        Rate rate(Values values) {
            return new Rate(values.get(perSecond), values.get(burst));
        }
    }

    private static Map<String, Role> roles(String key, Raw raw) {
        Map<String, Role> roles = new LinkedHashMap<>();
        items(raw).forEach(item -> {
            int at = item.lastIndexOf('=');
            String role = item.substring(at + 1).strip();
            if (at < 1) {
                throw new BadValue(key, item, "value=role, such as fleet-admins=admin");
            }
            try {
                roles.put(item.substring(0, at).strip(), Role.of(role));
            } catch (BadValue _) {
                throw new BadValue(key, item, "value=role with one of viewer, operator, admin");
            }
        });
        return roles;
    }

    private static String rolesText(Map<String, Role> roles) {
        return roles.entrySet().stream()
                .map(role -> '"' + role.getKey() + "=" + role.getValue().wireName() + '"')
                .toList()
                .toString();
    }

    private static Stream<String> items(Raw raw) {
        List<String> items = switch (raw) {
            case Raw.One(String text) -> List.of(text.strip().split("\\s*,\\s*", -1));
            case Raw.Many(List<String> many) -> many;
        };
        return items.stream().filter(item -> !item.isBlank());
    }
}
