package dev.perigee.control.rollout;

import dev.perigee.protocol.RolloutId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.broadcast.Portion;
import dev.perigee.protocol.rollout.RolloutPlan;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;

/// The order in which a rollout reaches satellites, by chance, but always the same: each has a place from what the
/// rollout and it are called, so that one which comes later has its own without a list. Pure.
public final class Places {
    /// Behind all.
    public static final long LAST = Long.MAX_VALUE;

    private Places() {}

    public static long of(RolloutId rollout, SatelliteId satellite) {
        try {
            byte[] name = (rollout + "/" + satellite).getBytes(StandardCharsets.UTF_8);
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(name))
                            .getLong()
                    & Long.MAX_VALUE;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The last place of a wave that takes its share of `satellites`.
    public static long cutoff(RolloutId rollout, RolloutPlan plan, int wave, Collection<SatelliteId> satellites) {
        Portion share = plan.waves().get(wave);
        int count = Math.min(share.outOf(satellites.size()), satellites.size());
        if (share.equals(RolloutPlan.ALL) || count == 0) {
            return share.equals(RolloutPlan.ALL) ? LAST : 0;
        }
        return satellites.stream()
                .mapToLong(satellite -> of(rollout, satellite))
                .sorted()
                .skip(count - 1L)
                .findFirst()
                .orElse(LAST);
    }
}
