package dev.perigee.testkit.simulation;

/// A fault built in on purpose, to show that the invariants would find it.
public enum Defect {
    NONE,
    /// The satellite's journal is never forced to its disk.
    JOURNAL_NEVER_FORCES,
    /// A satellite starts each of its lives with an empty journal.
    JOURNAL_LOST_AT_RESTART,
    /// A satellite runs what arrives without an inbox.
    NO_INBOX,
    /// A satellite forgets what it reports before it has the receipt.
    FORGETS_WHAT_IT_SENDS,
    /// The store sets without comparing.
    STORE_DOES_NOT_COMPARE,
    /// The store does not know idempotency keys.
    STORE_IGNORES_KEYS,
    /// The store answers before its commits are on disk.
    STORE_ANSWERS_TOO_EARLY,
    /// The store hands out the least urgent first.
    STORE_REVERSES_ORDER,
    /// An acknowledged command is queued again.
    ACKNOWLEDGED_IS_QUEUED_AGAIN,
    /// A broadcast changes without comparing.
    BROADCAST_IS_SET_WITHOUT_COMPARING,
    /// Half the commands of a broadcast's batch are there, and its advance.
    BROADCAST_BATCH_IS_TORN,
    /// The commands of a broadcast are not counted.
    BROADCAST_MISCOUNTS,
    /// Nothing happens because time passes.
    NO_UPKEEP,
    /// Whoever waits is told as soon as the command has been acknowledged.
    WAITERS_TOLD_TOO_EARLY,
    /// A satellite says that a command is cancelled while it runs on.
    CANCELLED_GOES_ON,
    /// The store does not know what stands in for a dead letter.
    STORE_IGNORES_REDRIVES,
    /// The queues have no bounds.
    QUEUES_ARE_UNBOUNDED,
    /// Nobody looks which satellites are silent.
    NOBODY_LOOKS_WHO_IS_SILENT,
    /// Satellites are stale after two thirds of the time.
    STALE_TOO_SOON,
    /// How satellites stand is not written down.
    LIVENESS_IS_NOT_KEPT,
    /// Each satellite is given the configuration of the first one.
    CONFIG_OF_ANOTHER,
    /// A satellite does not go back from what it cannot run.
    SATELLITE_STAYS_WITH_WHAT_FAILED,
    /// A rollout goes on by two waves.
    ROLLOUT_SKIPS_A_WAVE,
    /// A rollout takes it that each satellite has what it is to have.
    ROLLOUT_BELIEVES_EVERYBODY_WELL,
    /// A rollout takes it that who has not said anything is away.
    ROLLOUT_BELIEVES_EVERYBODY_AWAY,
    /// The store says that it failed where it lost sight of a commit.
    STORE_CALLS_DOUBT_FAILURE
}
