package dev.perigee.control.rollout;

import dev.perigee.protocol.rollout.FailedSatellite;
import java.util.List;

/// How satellites fare with a rollout: of the `concerned` ones, how many it is released to, and of these how many have
/// it, are live and have not said so yet, are not live and have not, or said that they will not take it. The first of
/// those that wait and that failed are named.
public record WaveHealth(
        int concerned,
        int released,
        int well,
        int waiting,
        int away,
        int failed,
        List<FailedSatellite> firstFailed,
        List<FailedSatellite> firstWaiting) {
    public static final int NAMED_MAX = 10;

    public WaveHealth {
        firstFailed = List.copyOf(firstFailed);
        firstWaiting = List.copyOf(firstWaiting);
    }
}
