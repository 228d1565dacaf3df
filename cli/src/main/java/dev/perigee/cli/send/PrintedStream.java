package dev.perigee.cli.send;

import dev.perigee.protocol.command.Output;
import dev.perigee.satellite.SatelliteConfig;
import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/// One stream of a command, printed byte by byte in its order and once, whatever comes twice, late or not at all. At a
/// gap that the result may fill it prints nothing more until the result is there; what comes meanwhile it holds, up to
/// a bound. Confined to the thread that prints.
final class PrintedStream {
    /// Results hold no byte behind this.
    private static final long RESULT_BYTES_MAX = SatelliteConfig.Exec.OUTPUT_MAX_DEFAULT;

    private static final long HELD_BYTES_MAX = 4L * 1024 * 1024;

    private final PrintStream out;
    private final Deque<Piece> held = new ArrayDeque<>();
    private long heldBytes;
    private boolean holding;

    /// Up to here everything was printed, or is known to be missing.
    private long position;

    /// Up to here everything was taken.
    private long taken;

    private long missing;
    private boolean endsLine = true;

    @SuppressWarnings("ArrayRecordComponent") // handed on once and never compared
    private record Piece(long offset, byte[] bytes) {
        long end() {
            return offset + bytes.length;
        }
    }

    PrintedStream(PrintStream out) {
        this.out = out;
    }

    long taken() {
        return taken;
    }

    /// Whether the next byte begins a line.
    boolean endsLine() {
        return endsLine;
    }

    boolean holding() {
        return holding;
    }

    void write(long offset, byte[] bytes) {
        gap(offset);
        Piece piece = new Piece(offset, bytes);
        if (piece.end() <= taken) {
            return;
        }
        taken = piece.end();
        if (holding) {
            hold(piece);
        } else {
            print(piece);
        }
    }

    /// The bytes up to `end` do not come live.
    void gap(long end) {
        if (end <= taken) {
            return;
        }
        holding |= taken < RESULT_BYTES_MAX;
        taken = end;
        if (!holding) {
            miss(end);
        }
    }

    /// Prints what is left, from the result and what is held. Returns how many bytes are nowhere.
    long finish(Output result) {
        print(new Piece(0, result.bytes()));
        for (Piece piece : held) {
            miss(piece.offset());
            print(piece);
        }
        held.clear();
        miss(Math.max(taken, result.totalBytes()));
        return missing;
    }

    private void hold(Piece piece) {
        held.addLast(piece);
        heldBytes += piece.bytes().length;
        while (heldBytes > HELD_BYTES_MAX) {
            heldBytes -= held.removeFirst().bytes().length;
        }
    }

    private void miss(long end) {
        missing += Math.max(0, end - position);
        position = Math.max(position, end);
    }

    private void print(Piece piece) {
        if (piece.end() <= position || piece.bytes().length == 0) {
            return;
        }
        int from = (int) Math.max(0, position - piece.offset());
        byte[] fresh = from == 0 ? piece.bytes() : Arrays.copyOfRange(piece.bytes(), from, piece.bytes().length);
        out.write(fresh, 0, fresh.length);
        out.flush();
        position = piece.end();
        endsLine = fresh[fresh.length - 1] == '\n';
    }
}
