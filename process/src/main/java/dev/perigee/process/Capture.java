package dev.perigee.process;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Reads one output pipe of a tree, keeps the first bytes, counts the rest, and tells all of it. Confined to the
/// supervisor.
final class Capture {
    /// More than any pipe holds unless privileged, so that draining takes all that was written and still ends.
    private static final long DRAIN_BYTES_MAX = 2 << 20;

    private final Descriptor pipe;
    private final int limit;
    private final Teller teller;
    private boolean telling = true;
    private byte[] kept = new byte[0];
    private int size;
    private long total;

    /// Hears what was written; false when it wants to hear no more. Hears the end in any case.
    interface Teller {
        boolean wrote(long offset, ByteBuffer bytes);

        void closed();
    }

    Capture(Descriptor pipe, int limit, Teller teller) {
        this.pipe = pipe;
        this.limit = limit;
        this.teller = teller;
    }

    int fd() {
        return pipe.fd();
    }

    /// Takes what is there, at most one buffer full; false when there was nothing or the pipe has ended.
    boolean take(MemorySegment buffer) {
        if (!pipe.isOpen()) {
            return false;
        }
        int count = Descriptors.read(pipe.fd(), buffer);
        if (count == -Errno.EAGAIN) {
            return false;
        }
        if (count <= 0) {
            pipe.close();
            teller.closed();
            return false;
        }
        keep(buffer, count);
        return true;
    }

    /// Takes all that is there, even while others keep writing.
    void drain(MemorySegment buffer) {
        long end = total + DRAIN_BYTES_MAX;
        boolean more = true;
        while (more && total < end) {
            more = take(buffer);
        }
    }

    CapturedOutput output() {
        return new CapturedOutput(Arrays.copyOf(kept, size), total);
    }

    private void keep(MemorySegment buffer, int count) {
        int wanted = Math.min(count, limit - size);
        if (size + wanted > kept.length) {
            long doubled = Math.max(2L * kept.length, size + wanted);
            kept = Arrays.copyOf(kept, (int) Math.min(limit, doubled));
        }
        MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, kept, size, wanted);
        size += wanted;
        if (telling) {
            telling = teller.wrote(total, buffer.asSlice(0, count).asByteBuffer());
        }
        total += count;
    }
}
