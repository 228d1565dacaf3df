package dev.perigee.store.sqlite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// How far the write-ahead log of an open database goes, read from the index that SQLite keeps of it (walformat.html,
/// "The WAL-Index File Format"): the log's generation, how many frames it has, how many of them are in the database
/// file
/// already, and the size of a page.
record LogPosition(long generation, int frames, int moved, int pageSize) {
    static final LogPosition EMPTY = new LogPosition(0, 0, 0, 0);

    private static final int PAGE_SIZE_AT = 14;
    private static final int FRAMES_AT = 16;
    private static final int GENERATION_AT = 32;
    private static final int MOVED_AT = 96;
    private static final int LENGTH = 100;
    private static final int LOG_HEADER = 32;
    private static final int FRAME_HEADER = 24;

    static LogPosition of(Path database) {
        Path index = database.resolveSibling(database.getFileName() + "-shm");
        if (!Files.exists(index)) {
            return EMPTY;
        }
        ByteBuffer bytes = ByteBuffer.allocate(LENGTH).order(ByteOrder.nativeOrder());
        try (FileChannel file = FileChannel.open(index, StandardOpenOption.READ)) {
            if (file.read(bytes, 0) < LENGTH) {
                return EMPTY;
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return new LogPosition(
                bytes.getLong(GENERATION_AT),
                bytes.getInt(FRAMES_AT),
                bytes.getInt(MOVED_AT),
                Short.toUnsignedInt(bytes.getShort(PAGE_SIZE_AT)));
    }

    /// How many of these frames survive a loss of power, where all up to `synced` was waited for: a log is begun anew
    /// only when all of the one before is on disk.
    int safe(LogPosition synced) {
        return Math.max(moved, synced.generation == generation ? synced.frames : 0);
    }

    /// How long a log of so many frames is.
    long length(int count) {
        return count == 0 ? 0 : LOG_HEADER + (long) count * (FRAME_HEADER + pageSize);
    }
}
