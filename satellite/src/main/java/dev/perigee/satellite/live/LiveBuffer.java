package dev.perigee.satellite.live;

import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.command.StreamName;
import dev.perigee.protocol.delivery.OutputChunk;
import java.nio.ByteBuffer;
import java.util.Optional;

/// The newest bytes of one stream that were not delivered yet: a ring that grows up to `max` as far as the budget lets
/// it, and then drops its oldest. Guarded by its command's monitor.
final class LiveBuffer {
    private static final int FIRST_BYTES = 4 * 1024;

    private final StreamName stream;
    private final int max;
    private final LiveBudget budget;
    private byte[] ring = new byte[0];
    private long start;
    private long end;

    LiveBuffer(StreamName stream, int max, LiveBudget budget) {
        this.stream = stream;
        this.max = max;
        this.budget = budget;
    }

    boolean isEmpty() {
        return start == end;
    }

    /// Adds `bytes`, which begin at `offset`.
    void write(long offset, ByteBuffer bytes) {
        if (offset != end) {
            start = offset;
            end = offset;
        }
        int count = bytes.remaining();
        grow(end - start + count);
        int dropped = Math.max(0, count - ring.length);
        copyIn(end + dropped, bytes.slice(bytes.position() + dropped, count - dropped));
        end += count;
        start = Math.max(start, end - ring.length);
    }

    /// The oldest bytes that it has, at most `bytesMax`; they stay until they are `delivered`.
    Optional<OutputChunk> oldest(CommandId command, int bytesMax) {
        int count = (int) Math.min(end - start, bytesMax);
        return count == 0 ? Optional.empty() : Optional.of(new OutputChunk(command, stream, start, held(count)));
    }

    /// Forgets what lies before `offset`.
    void delivered(long offset) {
        start = Math.max(start, Math.min(offset, end));
        if (start == end) {
            clear();
        }
    }

    void clear() {
        start = end;
        if (ring.length > FIRST_BYTES) {
            budget.giveBack(ring.length - FIRST_BYTES);
        }
        ring = new byte[0];
    }

    private void grow(long wanted) {
        int size = ring.length;
        while (size < wanted && size < max) {
            int next = Math.min(max, size == 0 ? FIRST_BYTES : 2 * size);
            if (size > 0 && !budget.take(next - size)) {
                break;
            }
            size = next;
        }
        if (size > ring.length) {
            byte[] held = held((int) (end - start));
            ring = new byte[size];
            copyIn(start, ByteBuffer.wrap(held));
        }
    }

    private byte[] held(int count) {
        byte[] bytes = new byte[count];
        if (count > 0) {
            int from = place(start);
            int straight = Math.min(count, ring.length - from);
            System.arraycopy(ring, from, bytes, 0, straight);
            System.arraycopy(ring, 0, bytes, straight, count - straight);
        }
        return bytes;
    }

    private void copyIn(long offset, ByteBuffer bytes) {
        int at = place(offset);
        int straight = Math.min(bytes.remaining(), ring.length - at);
        bytes.get(ring, at, straight);
        bytes.get(ring, 0, bytes.remaining());
    }

    private int place(long offset) {
        return (int) (offset % ring.length);
    }
}
