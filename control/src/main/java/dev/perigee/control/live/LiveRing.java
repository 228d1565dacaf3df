package dev.perigee.control.live;

import dev.perigee.protocol.command.StreamName;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;

/// The newest bytes of one stream, in the pieces in which they came. Guarded by `LiveOutput`'s monitor.
final class LiveRing {
    /// What a piece costs besides its bytes, so that many small ones are bounded too.
    private static final int PIECE_BYTES = 64;

    private final StreamName stream;
    private final int max;
    private final Deque<LivePart.Written> pieces = new ArrayDeque<>();
    private long start;
    private long end;
    private long size;

    LiveRing(StreamName stream, int max) {
        this.stream = stream;
        this.max = max;
    }

    /// How much memory it takes.
    long size() {
        return size;
    }

    /// Takes the part of `bytes` that is new; whether there was any. Where some were left out before them, the older
    /// ones go too, so that what is here has no hole.
    boolean feed(long offset, byte[] bytes) {
        long known = pieces.isEmpty() && end == 0 ? offset : end;
        int repeated = Math.clamp(known - offset, 0, bytes.length);
        if (repeated == bytes.length) {
            return false;
        }
        if (offset > end) {
            clear();
            start = offset;
        }
        byte[] fresh = repeated == 0 ? bytes : Arrays.copyOfRange(bytes, repeated, bytes.length);
        LivePart.Written piece = new LivePart.Written(stream, offset + repeated, fresh);
        pieces.addLast(piece);
        end = piece.end();
        size += cost(piece);
        while (size > max && pieces.size() > 1) {
            size -= cost(pieces.removeFirst());
            start = pieces.getFirst().offset();
        }
        return true;
    }

    /// What comes at `position`, at most `bytesMax` bytes; nothing when nothing is known from there on.
    Optional<LivePart> read(long position, int bytesMax) {
        if (position < start) {
            return Optional.of(new LivePart.Gap(stream, position, start));
        }
        return pieces.stream()
                .filter(piece -> piece.end() > position)
                .findFirst()
                .map(piece -> from(piece, position, bytesMax));
    }

    void clear() {
        pieces.clear();
        size = 0;
        start = end;
    }

    private LivePart from(LivePart.Written piece, long position, int bytesMax) {
        int from = (int) (position - piece.offset());
        int to = Math.min(piece.bytes().length, from + bytesMax);
        return new LivePart.Written(stream, position, Arrays.copyOfRange(piece.bytes(), from, to));
    }

    private static long cost(LivePart.Written piece) {
        return (long) piece.bytes().length + PIECE_BYTES;
    }
}
