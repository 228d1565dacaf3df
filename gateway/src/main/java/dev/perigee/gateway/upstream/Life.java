package dev.perigee.gateway.upstream;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Where a server is in its life: its status, why for people, since when, its recent crashes, before when it is
/// not started again, and whether it rests until the next call. A value; [Lifecycle] gives the next one.
record Life(
        InstanceStatus status,
        String explanation,
        Instant since,
        RestartPolicy restarts,
        @Nullable Instant notBefore,
        boolean dormant) {
    static Life provisioned(Instant now) {
        return new Life(
                InstanceStatus.PROVISIONING, "it has not been tried yet", now, RestartPolicy.FRESH, null, false);
    }

    static Life awaitingConfig(String missing, Instant now) {
        return new Life(InstanceStatus.AWAITING_USER_CONFIG, missing, now, RestartPolicy.FRESH, null, false);
    }

    /// In another status, or in the same one for another reason; since when is when the status last changed.
    Life become(InstanceStatus next, String why, Instant now) {
        return new Life(next, why, next == status ? since : now, restarts, notBefore, false);
    }

    Life resting(String why, Instant now) {
        return new Life(InstanceStatus.ONLINE, why, now, restarts, notBefore, true);
    }

    Life restarting(RestartPolicy policy, @Nullable Instant earliest) {
        return new Life(status, explanation, since, policy, earliest, dormant);
    }

    /// Nothing starts it but a command or another configuration.
    boolean isBlocked() {
        return status == InstanceStatus.PERMANENTLY_FAILED || status == InstanceStatus.AWAITING_USER_CONFIG;
    }

    /// How long it is still not to be started.
    Duration delay(Instant now) {
        return notBefore == null || !notBefore.isAfter(now) ? Duration.ZERO : Duration.between(now, notBefore);
    }
}
