package dev.perigee.gateway.upstream.stdio;

import dev.perigee.gateway.redaction.Redaction;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/// The last lines that one server wrote beside the protocol and that the gateway noted about it, without configured
/// secrets. Bounded in lines and in the length of each; outlives the server's processes. Thread-safe: its monitor
/// guards it.
public final class InstanceLog {
    public static final int LINES_MAX = 1_000;
    public static final int LINE_CHARS_MAX = 4_000;
    private static final String CUT = " …";

    private final int linesMax;
    private final int lineCharsMax;
    private final InstantSource clock;
    private final Redaction secrets;
    private final Deque<Line> lines = new ArrayDeque<>();
    private long next;
    private Consumer<Line> hearer = _ -> {};

    public InstanceLog(int linesMax, int lineCharsMax, InstantSource clock) {
        this(linesMax, lineCharsMax, clock, Redaction.NONE);
    }

    private InstanceLog(int linesMax, int lineCharsMax, InstantSource clock, Redaction secrets) {
        if (linesMax < 1 || lineCharsMax < 1) {
            throw new IllegalArgumentException(
                    "linesMax " + linesMax + ", lineCharsMax " + lineCharsMax + ": expected at least 1");
        }
        this.linesMax = linesMax;
        this.lineCharsMax = lineCharsMax;
        this.clock = clock;
        this.secrets = secrets;
    }

    /// With the bounds a server gets unless it is told otherwise.
    public InstanceLog(InstantSource clock) {
        this(clock, Redaction.NONE);
    }

    /// With the usual bounds, and without what may not be shown.
    public InstanceLog(InstantSource clock, Redaction secrets) {
        this(LINES_MAX, LINE_CHARS_MAX, clock, secrets);
    }

    /// Who said a line.
    public enum Source {
        /// The server, on its stderr.
        STDERR,
        /// The server, on its stdout, where it was no message.
        STDOUT,
        /// The gateway, about the server.
        GATEWAY
    }

    /// `offset` counts the lines from the first one ever, without a gap.
    public record Line(long offset, Instant time, Source source, String text) {}

    /// Some lines in order, and the offset to read on from.
    public record Page(List<Line> lines, long next) {
        public Page {
            lines = List.copyOf(lines);
        }
    }

    /// Has each line from now on told to this one too, in order; it must not block.
    public synchronized void tellTo(Consumer<Line> other) {
        hearer = other;
    }

    public synchronized void add(Source source, String text) {
        String shown = secrets.text(text);
        String kept = shown.length() > lineCharsMax ? shown.substring(0, lineCharsMax) + CUT : shown;
        if (lines.size() == linesMax) {
            lines.removeFirst();
        }
        Line line = new Line(next++, clock.instant(), source, kept);
        lines.addLast(line);
        hearer.accept(line);
    }

    /// At most `max` lines from an offset on; of those that are no longer kept, nothing.
    public synchronized Page read(long from, int max) {
        List<Line> found =
                lines.stream().filter(line -> line.offset() >= from).limit(max).toList();
        return new Page(
                found,
                found.isEmpty() ? Math.clamp(from, 0, next) : found.getLast().offset() + 1);
    }

    /// Text as it stands in the log.
    String shown(String text) {
        return secrets.text(text);
    }

    Instant now() {
        return clock.instant();
    }
}
