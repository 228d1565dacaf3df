package dev.perigee.process;

/// A pipe between this process and a child: used here without blocking, and never inherited by anybody else.
final class Pipe implements AutoCloseable {
    private final Descriptor ours = new Descriptor();
    private final Descriptor childs = new Descriptor();

    /// 0 or `-errno`. The child writes.
    int openFromChild() {
        return open(ours, childs);
    }

    /// 0 or `-errno`. The child reads.
    int openToChild() {
        return open(childs, ours);
    }

    private int open(Descriptor readEnd, Descriptor writeEnd) {
        int[] ends = new int[2];
        int error = Descriptors.pipe(ends);
        if (error < 0) {
            return error;
        }
        readEnd.open(ends[0]);
        writeEnd.open(ends[1]);
        return Descriptors.nonBlocking(ours.fd());
    }

    Descriptor ours() {
        return ours;
    }

    /// To be closed once the child has it, or an end of the conversation is never seen.
    Descriptor childs() {
        return childs;
    }

    @Override
    public void close() {
        ours.close();
        childs.close();
    }
}
