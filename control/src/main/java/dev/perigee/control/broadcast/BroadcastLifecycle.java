package dev.perigee.control.broadcast;

import dev.perigee.protocol.broadcast.BroadcastState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The life of a broadcast as a pure function of (broadcast, event, now). docs/state-machine.md is its table; a
/// test compares the two. Terminal is final, and comes only when every command that was created has ended.
final class BroadcastLifecycle {
    private BroadcastLifecycle() {}

    static BroadcastDecision decide(Broadcast broadcast, BroadcastEvent event, Instant now) {
        return switch (broadcast.status().state()) {
            case RUNNING -> whileRunning(broadcast, event, now);
            case PAUSED -> whilePaused(broadcast, event, now);
            case STOPPING -> whileStopping(broadcast, event, now);
            case ABORTING -> whileAborting(broadcast, event, now);
            case COMPLETED, STOPPED, ABORTED -> new BroadcastDecision.Stay(broadcast);
        };
    }

    private static BroadcastDecision whileRunning(Broadcast broadcast, BroadcastEvent event, Instant now) {
        return switch (event) {
            case BroadcastEvent.Counted(Tally tally) -> counted(broadcast, tally, now);
            case BroadcastEvent.PauseRequested(String caller) ->
                to(broadcast, BroadcastState.PAUSED, "paused by " + caller, now);
            case BroadcastEvent.ResumeRequested _ -> new BroadcastDecision.Stay(broadcast);
            case BroadcastEvent.AbortRequested(String caller) -> abort(broadcast, caller, now);
        };
    }

    private static BroadcastDecision whilePaused(Broadcast broadcast, BroadcastEvent event, Instant now) {
        return switch (event) {
            case BroadcastEvent.Counted(Tally tally) -> {
                BroadcastDecision decision = counted(broadcast, tally, now);
                yield decision instanceof BroadcastDecision.Create ? new BroadcastDecision.Stay(broadcast) : decision;
            }
            case BroadcastEvent.PauseRequested _ -> new BroadcastDecision.Stay(broadcast);
            case BroadcastEvent.ResumeRequested _ -> to(broadcast, BroadcastState.RUNNING, null, now);
            case BroadcastEvent.AbortRequested(String caller) -> abort(broadcast, caller, now);
        };
    }

    private static BroadcastDecision whileStopping(Broadcast broadcast, BroadcastEvent event, Instant now) {
        return switch (event) {
            case BroadcastEvent.Counted(Tally tally)
            when tally.live() == 0 -> ended(broadcast, BroadcastState.STOPPED, tally, now);
            case BroadcastEvent.AbortRequested(String caller) -> abort(broadcast, caller, now);
            case BroadcastEvent.Counted _, BroadcastEvent.PauseRequested _, BroadcastEvent.ResumeRequested _ ->
                new BroadcastDecision.Stay(broadcast);
        };
    }

    private static BroadcastDecision whileAborting(Broadcast broadcast, BroadcastEvent event, Instant now) {
        return switch (event) {
            case BroadcastEvent.Counted(Tally tally)
            when tally.live() == 0 -> ended(broadcast, BroadcastState.ABORTED, tally, now);
            case BroadcastEvent.Counted _ -> new BroadcastDecision.Cancel(broadcast);
            case BroadcastEvent.PauseRequested _, BroadcastEvent.ResumeRequested _, BroadcastEvent.AbortRequested _ ->
                new BroadcastDecision.Stay(broadcast);
        };
    }

    private static BroadcastDecision counted(Broadcast broadcast, Tally tally, Instant now) {
        if (broadcast.pending() == 0) {
            return tally.live() == 0
                    ? ended(broadcast, BroadcastState.COMPLETED, tally, now)
                    : new BroadcastDecision.Stay(broadcast);
        }
        if (tally.failed() > broadcast.failuresMax()) {
            return to(
                    broadcast,
                    BroadcastState.STOPPING,
                    tally.failed() + " commands failed, more than the " + broadcast.failuresMax() + " allowed",
                    now);
        }
        int room = Math.min(broadcast.pending(), broadcast.liveMax() - tally.live());
        return room > 0 ? new BroadcastDecision.Create(broadcast, room) : new BroadcastDecision.Stay(broadcast);
    }

    private static BroadcastDecision abort(Broadcast broadcast, String caller, Instant now) {
        return to(broadcast, BroadcastState.ABORTING, "aborted by " + caller, now);
    }

    private static BroadcastDecision to(Broadcast broadcast, BroadcastState next, @Nullable String why, Instant now) {
        return new BroadcastDecision.Move(broadcast, broadcast.status().to(next, why, now));
    }

    private static BroadcastDecision ended(Broadcast broadcast, BroadcastState end, Tally tally, Instant now) {
        return new BroadcastDecision.Move(broadcast, broadcast.status().ended(end, tally, now));
    }
}
