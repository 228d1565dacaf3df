package dev.perigee.process;

import java.time.Duration;

/// How a tree ended. When it is known, no member of the tree is left (save one the kernel cannot kill).
public sealed interface Outcome {
    CapturedOutput stdout();

    CapturedOutput stderr();

    /// From the start until the leader was gone.
    Duration wall();

    /// The leader ended by itself. `signal` is 0, or what killed it from elsewhere; then the code is 128 + signal.
    /// `oomKills` counts the members that the kernel killed since the tree wanted more memory than its limit.
    record Exited(int exitCode, int signal, int oomKills, CapturedOutput stdout, CapturedOutput stderr, Duration wall)
            implements Outcome {}

    /// The timeout ended it, also when it answered the SIGTERM at 90 % with an exit code of its own.
    record TimedOut(CapturedOutput stdout, CapturedOutput stderr, Duration wall) implements Outcome {}

    /// [RunningTree#terminate] or [ProcessTrees#close] ended it.
    record Terminated(CapturedOutput stdout, CapturedOutput stderr, Duration wall) implements Outcome {}
}
