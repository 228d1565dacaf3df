package dev.perigee.control.rollout;

/// What follows from an event.
public sealed interface RolloutDecision {
    record Stay() implements RolloutDecision {}

    record Move(RolloutStatus next) implements RolloutDecision {}
}
