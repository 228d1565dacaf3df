package dev.perigee.satellite.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/// A journal on disk, readable by its owner only: it holds what programs wrote.
public final class DiskJournalFile implements JournalFile {
    private final Path path;
    private volatile FileChannel channel;
    private long size;

    public DiskJournalFile(Path path) throws IOException {
        this.path = path;
        this.channel = open(path);
        this.size = channel.size();
        forceDirectory();
    }

    @Override
    public byte[] readAll() throws IOException {
        return Files.readAllBytes(path);
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void append(byte[] bytes) throws IOException {
        size += write(channel, ByteBuffer.wrap(bytes), size);
    }

    @Override
    public void force() throws IOException {
        channel.force(false);
    }

    @Override
    public void truncate(long newSize) throws IOException {
        channel.truncate(newSize);
        size = newSize;
    }

    @Override
    public void replace(byte[] contents) throws IOException {
        Path fresh = path.resolveSibling(path.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        try (FileChannel next = open(fresh)) {
            write(next, ByteBuffer.wrap(contents), 0);
            next.force(true);
        }
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        // The old file has no name any more: should opening the new one fail, nothing may go into the old one.
        channel.close();
        forceDirectory();
        channel = open(path);
        size = contents.length;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    @Override
    public Draft draft(byte[] contents) throws IOException {
        Path fresh = path.resolveSibling(path.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        FileChannel next = open(fresh);
        try {
            write(next, ByteBuffer.wrap(contents), 0);
            next.force(true);
        } catch (IOException e) {
            next.close();
            throw e;
        }
        return new DiskDraft(fresh, next, contents.length);
    }

    private final class DiskDraft implements Draft {
        private final Path fresh;
        private final FileChannel next;
        private final int length;

        DiskDraft(Path fresh, FileChannel next, int length) {
            this.fresh = fresh;
            this.next = next;
            this.length = length;
        }

        @Override
        public void takePlace(byte[] tail) throws IOException {
            try {
                write(next, ByteBuffer.wrap(tail), length);
                Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                next.close();
                throw e;
            }
            FileChannel before = channel;
            channel = next;
            size = (long) length + tail.length;
            before.close();
        }

        @Override
        public void settle() throws IOException {
            forceDirectory();
        }
    }

    private void forceDirectory() throws IOException {
        Path directory = path.toAbsolutePath().getParent();
        if (directory != null) {
            try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
                entries.force(true);
            }
        }
    }

    private static FileChannel open(Path path) throws IOException {
        if (Files.notExists(path)) {
            Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        return FileChannel.open(path, StandardOpenOption.WRITE);
    }

    private static int write(FileChannel channel, ByteBuffer bytes, long position) throws IOException {
        int written = 0;
        while (bytes.hasRemaining()) {
            written += channel.write(bytes, position + written);
        }
        return written;
    }
}
