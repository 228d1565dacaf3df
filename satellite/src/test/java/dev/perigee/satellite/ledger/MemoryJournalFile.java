package dev.perigee.satellite.ledger;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;

/// A journal file in memory that can lose what was not forced, fill up, and fail to force.
public final class MemoryJournalFile implements JournalFile {
    private byte[] contents;
    private int forcedSize;
    public int forces;
    public long capacity = Long.MAX_VALUE;
    public boolean forceFails;
    public boolean truncateFails;

    public MemoryJournalFile() {
        this(new byte[0]);
    }

    private MemoryJournalFile(byte[] contents) {
        this.contents = contents;
        this.forcedSize = contents.length;
    }

    /// What the next process finds when only the process died.
    public MemoryJournalFile afterProcessCrash() {
        return new MemoryJournalFile(contents);
    }

    /// What is found when the machine died and `kept` of the bytes that were not forced got to the disk.
    public MemoryJournalFile afterMachineCrash(int kept) {
        return new MemoryJournalFile(Arrays.copyOf(contents, Math.min(contents.length, forcedSize + kept)));
    }

    public int unforced() {
        return contents.length - forcedSize;
    }

    @Override
    public byte[] readAll() {
        return contents.clone();
    }

    @Override
    public long size() {
        return contents.length;
    }

    @Override
    public void append(byte[] bytes) throws IOException {
        int room = (int) Math.min(bytes.length, Math.max(0, capacity - contents.length));
        ByteArrayOutputStream longer = new ByteArrayOutputStream();
        longer.write(contents);
        longer.write(bytes, 0, room);
        contents = longer.toByteArray();
        if (room < bytes.length) {
            throw new IOException("No space left on device");
        }
    }

    @Override
    public void force() throws IOException {
        forces++;
        if (forceFails) {
            throw new IOException("Input/output error");
        }
        forcedSize = contents.length;
    }

    @Override
    public void truncate(long size) throws IOException {
        if (truncateFails) {
            throw new IOException("Input/output error");
        }
        contents = Arrays.copyOf(contents, (int) size);
        forcedSize = Math.min(forcedSize, contents.length);
    }

    @Override
    public void replace(byte[] replacement) throws IOException {
        if (replacement.length > capacity) {
            throw new IOException("No space left on device");
        }
        contents = replacement.clone();
        forcedSize = contents.length;
    }

    @Override
    public void close() {}
}
