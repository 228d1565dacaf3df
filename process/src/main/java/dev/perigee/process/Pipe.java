package dev.perigee.process;

/// A pipe from a child to this process: read here without blocking, and never inherited by anybody else.
final class Pipe implements AutoCloseable {
    private final Descriptor readEnd = new Descriptor();
    private final Descriptor writeEnd = new Descriptor();

    /// 0 or `-errno`.
    int open() {
        int[] ends = new int[2];
        int error = Descriptors.pipe(ends);
        if (error < 0) {
            return error;
        }
        readEnd.open(ends[0]);
        writeEnd.open(ends[1]);
        return Descriptors.nonBlocking(ends[0]);
    }

    Descriptor readEnd() {
        return readEnd;
    }

    /// To be closed once the child has it, or the end of the output is never seen.
    Descriptor writeEnd() {
        return writeEnd;
    }

    @Override
    public void close() {
        readEnd.close();
        writeEnd.close();
    }
}
