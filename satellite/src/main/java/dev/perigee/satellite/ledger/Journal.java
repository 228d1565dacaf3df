package dev.perigee.satellite.ledger;

import dev.perigee.protocol.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.CRC32C;

/// An append-only sequence of records, each as length, CRC-32C and JSON. What `force` covered survives the machine; a
/// tail that was torn by a crash is cut off on opening. Thread-safe; callers that force at the same time share one
/// fsync.
final class Journal implements AutoCloseable {
    private static final int HEADER = 2 * Integer.BYTES;
    private static final int FRAME_MAX = 64 * 1024 * 1024;

    private final JournalFile file;
    private final Object writing = new Object();
    private final ReentrantLock forcing = new ReentrantLock();

    private long appended;
    private volatile long forced;
    private volatile boolean broken;

    Journal(JournalFile file) {
        this.file = file;
    }

    /// All records, oldest first. Called once, before anything is appended.
    List<JournalRecord> open() throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(file.readAll());
        List<JournalRecord> records = new ArrayList<>();
        int good = 0;
        while (bytes.remaining() >= HEADER) {
            int length = bytes.getInt();
            int checksum = bytes.getInt();
            if (length <= 0 || length > Math.min(FRAME_MAX, bytes.remaining())) {
                break;
            }
            byte[] json = new byte[length];
            bytes.get(json);
            if (checksum(json) != checksum) {
                break;
            }
            records.add(Json.WIRE.read(json, JournalRecord.class));
            good = bytes.position();
        }
        if (good < file.size()) {
            file.truncate(good);
        }
        return records;
    }

    /// Whether it takes records; once it does not, only a restart helps.
    boolean usable() {
        return !broken;
    }

    long size() {
        synchronized (writing) {
            return file.size();
        }
    }

    /// Adds a record, or throws and adds nothing. Returns a mark for `force`.
    long append(JournalRecord journalRecord) throws IOException {
        byte[] frame = frame(journalRecord);
        synchronized (writing) {
            refuseBroken();
            long before = file.size();
            try {
                file.append(frame);
            } catch (IOException e) {
                cutBack(before);
                throw e;
            }
            return ++appended;
        }
    }

    /// Returns once everything up to `mark` survives the machine.
    void force(long mark) throws IOException {
        while (forced < mark) {
            forcing.lock();
            try {
                if (forced < mark) {
                    forceAll();
                }
            } finally {
                forcing.unlock();
            }
        }
    }

    /// Replaces everything by `records`, durably.
    void replace(List<JournalRecord> records) throws IOException {
        ByteArrayOutputStream contents = new ByteArrayOutputStream();
        for (JournalRecord journalRecord : records) {
            contents.write(frame(journalRecord));
        }
        forcing.lock();
        try {
            synchronized (writing) {
                refuseBroken();
                file.replace(contents.toByteArray());
                forced = appended;
            }
        } finally {
            forcing.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        forcing.lock();
        try {
            synchronized (writing) {
                file.force();
                file.close();
            }
        } finally {
            forcing.unlock();
        }
    }

    private void forceAll() throws IOException {
        long covered;
        synchronized (writing) {
            refuseBroken();
            covered = appended;
        }
        try {
            file.force();
        } catch (IOException e) {
            // After a failed fsync nobody knows what is on disk, and a second one may report success all the same.
            broken = true;
            throw e;
        }
        forced = covered;
    }

    private void cutBack(long size) {
        try {
            file.truncate(size);
        } catch (IOException _) {
            broken = true;
        }
    }

    private void refuseBroken() throws IOException {
        if (broken) {
            throw new IOException("the journal failed before; it is usable again after a restart");
        }
    }

    private static byte[] frame(JournalRecord journalRecord) {
        byte[] json = Json.WIRE.bytes(journalRecord);
        return ByteBuffer.allocate(HEADER + json.length)
                .putInt(json.length)
                .putInt(checksum(json))
                .put(json)
                .array();
    }

    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
