package dev.perigee.control.rollout;

import java.time.Instant;

/// What can happen to a rollout.
public sealed interface RolloutEvent {
    /// Its satellites were looked at. The next wave would end at `nextCutoff`; before `hearing`, no satellite could say
    /// anything.
    record Looked(WaveHealth health, long nextCutoff, Instant hearing) implements RolloutEvent {}

    record PauseRequested(String caller) implements RolloutEvent {}

    record ResumeRequested(String caller) implements RolloutEvent {}

    record AbortRequested(String caller) implements RolloutEvent {}
}
