package dev.perigee.gateway.upstream.stdio;

import java.time.Duration;

/// The bounds on a conversation over stdio. `lineBytesMax` is the longest message; `inputBytesMax` is how much may
/// wait for a server that does not read; more than `noiseLinesMax` lines in a row that are no messages end it. A
/// server that is told to end gets `goodbye` after its stdin was closed and `grace` after SIGTERM.
public record StdioSettings(int lineBytesMax, int inputBytesMax, int noiseLinesMax, Duration goodbye, Duration grace) {
    public StdioSettings {
        if (lineBytesMax < 1 || inputBytesMax < 1 || noiseLinesMax < 1) {
            throw new IllegalArgumentException("lineBytesMax " + lineBytesMax + ", inputBytesMax " + inputBytesMax
                    + ", noiseLinesMax " + noiseLinesMax + ": expected at least 1");
        }
        if (goodbye.isNegative() || grace.isNegative()) {
            throw new IllegalArgumentException(
                    "goodbye " + goodbye + ", grace " + grace + ": expected no negative time");
        }
    }

    /// The same, with a server that is told to end gone within `max`, give or take what a kill takes.
    public StdioSettings endingWithin(Duration max) {
        Duration shorter = min(goodbye, max.dividedBy(4));
        return new StdioSettings(lineBytesMax, inputBytesMax, noiseLinesMax, shorter, min(grace, max.minus(shorter)));
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    public static StdioSettings defaults() {
        return new StdioSettings(16 << 20, 32 << 20, 10_000, Duration.ofSeconds(2), Duration.ofSeconds(10));
    }
}
