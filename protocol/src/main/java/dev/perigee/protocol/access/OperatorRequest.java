package dev.perigee.protocol.access;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.Durations;
import dev.perigee.protocol.target.NameForm;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Asks for an API key: the body of `POST /api/v1/operators`. With `team`, only what is that team's is seen and
/// touched.
/// The key works for `expires` (1 min to 3650 d), without it until it is revoked.
public record OperatorRequest(
        String name,
        Role role,
        @Nullable TeamName team,
        @Nullable Duration expires) {
    public static final Duration EXPIRES_MIN = Duration.ofMinutes(1);
    public static final Duration EXPIRES_MAX = Duration.ofDays(3650);

    public OperatorRequest(
            @JsonProperty("name") @Nullable String name,
            @JsonProperty("role") @Nullable Role role,
            @JsonProperty("team") @Nullable TeamName team,
            @JsonProperty("expires") @Nullable Duration expires) {
        if (name == null || role == null) {
            throw new BadValue((name == null ? "name" : "role") + " is missing: expected whose key it is, and a role");
        }
        NameForm.check("name", name);
        this.name = name;
        this.role = role;
        this.team = team;
        this.expires = expires == null ? null : Durations.between("expires", expires, EXPIRES_MIN, EXPIRES_MAX);
    }
}
