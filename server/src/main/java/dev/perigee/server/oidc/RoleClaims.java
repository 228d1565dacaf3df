package dev.perigee.server.oidc;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.perigee.control.access.Caller;
import dev.perigee.control.access.Recogniser.Recognition;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.access.Role;
import dev.perigee.protocol.access.TeamName;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Who a verified token's bearer is here: the highest role that its claim means, and the one team that its claim names,
/// or none if it names none. Pure.
record RoleClaims(OidcConfig.Claims names) {
    private static final Pattern SUBJECT = Pattern.compile("[^\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]{1,200}");

    Recognition caller(JWTClaimsSet claims) {
        String subject = claims.getSubject();
        if (subject == null || !SUBJECT.matcher(subject).matches()) {
            return new Recognition.Unknown(
                    "the token has the sub " + TokenCheck.shown(subject) + ": expected 1 to 200 printable characters");
        }
        String name = "oidc:" + subject;
        Object value = claims.getClaim(names.role());
        Optional<Role> role = texts(value).stream()
                .map(names.roles()::get)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder());
        if (role.isEmpty()) {
            return new Recognition.Refused(
                    name,
                    "\"" + name + "\" has no role here: the claim " + names.role() + " of the token is "
                            + (value == null ? "missing" : TokenCheck.shown(value)) + ", expected one of "
                            + new TreeSet<>(names.roles().keySet()));
        }
        try {
            return new Recognition.Known(new Caller(name, role.get(), team(claims)));
        } catch (BadValue e) {
            return new Recognition.Refused(
                    name,
                    "\"" + name + "\" has no team here: the claim " + names.team() + " of the token is "
                            + TokenCheck.shown(claims.getClaim(names.team())) + ", expected one team: "
                            + e.getMessage());
        }
    }

    private @Nullable TeamName team(JWTClaimsSet claims) {
        Object value = claims.getClaim(names.team());
        if (value == null) {
            return null;
        }
        List<String> texts = texts(value);
        if (texts.size() != 1) {
            throw new BadValue(names.team(), texts.size() + " values", "one");
        }
        return new TeamName(texts.getFirst());
    }

    /// A claim of one value or of several.
    private static List<String> texts(@Nullable Object claim) {
        return switch (claim) {
            case String text -> List.of(text);
            case Collection<?> many ->
                many.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList();
            case null, default -> List.of();
        };
    }
}
