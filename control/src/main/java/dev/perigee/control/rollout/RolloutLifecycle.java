package dev.perigee.control.rollout;

import dev.perigee.protocol.Durations;
import dev.perigee.protocol.broadcast.Portion;
import dev.perigee.protocol.rollout.FailedSatellite;
import dev.perigee.protocol.rollout.RolloutState;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The life of a rollout as a pure function of (rollout, event, now). docs/state-machine.md is its table; a test
/// compares the two. A wave is released only after the one before it is well; terminal is final.
public final class RolloutLifecycle {
    private static final RolloutDecision STAY = new RolloutDecision.Stay();

    private RolloutLifecycle() {}

    public static RolloutDecision decide(Rollout rollout, RolloutEvent event, Instant now) {
        return switch (rollout.status().state()) {
            case RUNNING -> whileRunning(rollout, event, now);
            case PAUSED -> whilePaused(rollout, event, now);
            case COMPLETED, ROLLED_BACK, ABORTED -> STAY;
        };
    }

    private static RolloutDecision whileRunning(Rollout rollout, RolloutEvent event, Instant now) {
        return switch (event) {
            case RolloutEvent.Looked looked -> looked(rollout, looked, now);
            case RolloutEvent.PauseRequested(String caller) ->
                to(rollout, RolloutState.PAUSED, "paused by " + caller, now);
            case RolloutEvent.ResumeRequested _ -> STAY;
            case RolloutEvent.AbortRequested(String caller) ->
                to(rollout, RolloutState.ABORTED, "aborted by " + caller, now);
        };
    }

    private static RolloutDecision whilePaused(Rollout rollout, RolloutEvent event, Instant now) {
        return switch (event) {
            case RolloutEvent.Looked looked ->
                looked.health().failed() > allowed(rollout, looked) ? back(rollout, looked, 0, now) : STAY;
            case RolloutEvent.PauseRequested _ -> STAY;
            case RolloutEvent.ResumeRequested _ -> to(rollout, RolloutState.RUNNING, null, now);
            case RolloutEvent.AbortRequested(String caller) ->
                to(rollout, RolloutState.ABORTED, "aborted by " + caller, now);
        };
    }

    private static RolloutDecision looked(Rollout rollout, RolloutEvent.Looked looked, Instant now) {
        WaveHealth health = looked.health();
        Instant since = rollout.status().since();
        Instant from = since.isAfter(looked.hearing()) ? since : looked.hearing();
        boolean over = !now.isBefore(from.plus(rollout.plan().settle()));
        int late = over ? health.waiting() : 0;
        if (health.failed() + late > allowed(rollout, looked)) {
            return back(rollout, looked, late, now);
        }
        boolean nobodyYet = health.concerned() > 0 && health.well() + health.failed() + late == 0;
        if (nobodyYet || health.waiting() > late) {
            return STAY;
        }
        return rollout.isAtLastWave()
                ? to(rollout, RolloutState.COMPLETED, null, now)
                : new RolloutDecision.Move(rollout.status().released(looked.nextCutoff(), now));
    }

    private static int allowed(Rollout rollout, RolloutEvent.Looked looked) {
        // Rounded down: a tenth of one satellite is none.
        Portion allowed = rollout.plan().maxFailed();
        return allowed.percent()
                ? (int) ((long) looked.health().released() * allowed.amount() / 100)
                : allowed.amount();
    }

    private static RolloutDecision back(Rollout rollout, RolloutEvent.Looked looked, int late, Instant now) {
        WaveHealth health = looked.health();
        String silent = late == 0
                ? ""
                : " and " + late + " did not say within "
                        + Durations.format(rollout.plan().settle());
        String why = "of " + health.released() + " satellites " + health.failed() + " failed" + silent
                + ", more than the " + allowed(rollout, looked) + " allowed";
        List<FailedSatellite> named = Stream.concat(
                        health.firstFailed().stream(),
                        health.firstWaiting().stream().filter(_ -> late > 0))
                .limit(WaveHealth.NAMED_MAX)
                .toList();
        return new RolloutDecision.Move(rollout.status().to(RolloutState.ROLLED_BACK, why, named, now));
    }

    private static RolloutDecision to(Rollout rollout, RolloutState next, @Nullable String why, Instant now) {
        return new RolloutDecision.Move(rollout.status().to(next, why, List.of(), now));
    }
}
