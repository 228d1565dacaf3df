package dev.perigee.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.HdrHistogram.Histogram;

/// What one durable write costs on this disk: appending 4 KiB, the size of a page in a database's log, and an
/// fdatasync.
final class FsyncLimit {
    private static final int ROUNDS = 2000;

    private FsyncLimit() {}

    static Histogram measure(Path directory) throws IOException {
        Histogram nanos = new Histogram(3);
        ByteBuffer page = ByteBuffer.allocateDirect(4096);
        try (FileChannel file =
                FileChannel.open(directory.resolve("fsync"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (int i = 0; i < ROUNDS; i++) {
                page.clear();
                long start = System.nanoTime();
                file.write(page);
                file.force(false);
                nanos.recordValue(System.nanoTime() - start);
            }
        }
        return nanos;
    }
}
