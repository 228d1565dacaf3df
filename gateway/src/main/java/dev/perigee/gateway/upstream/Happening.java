package dev.perigee.gateway.upstream;

import java.time.Duration;

/// What happens to a server, as far as its life depends on it.
sealed interface Happening {
    /// A command brought it here.
    record Ordered() implements Happening {}

    /// A start begins.
    record Starting(String why) implements Happening {}

    /// It said hello.
    record Connected(boolean toolsKnown) implements Happening {}

    /// It said what tools it has.
    record Listed(int tools) implements Happening {}

    /// Its tools are known to all who hear of them.
    record Synced(int tools) implements Happening {}

    /// It could not be started or reached, or is no longer. `othersRun` says that it serves somebody else all
    /// the same.
    record Failed(Loss why, boolean othersRun) implements Happening {}

    /// A process of it ended by itself after it `ran` so long; `wanted` says whether somebody had use for it.
    record Crashed(Loss why, Duration ran, boolean wanted, boolean othersRun) implements Happening {}

    /// Its last process was ended, because nobody used it.
    record LetGo(String why) implements Happening {}

    /// A command wants it started anew, whatever was before.
    record Reset(String why) implements Happening {}

    /// It answered a check of its health.
    record Well(String how) implements Happening {}
}
