package dev.perigee.satellite.event;

import dev.perigee.satellite.ledger.JournalFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/// Events that wait, oldest first, in a file to which is only appended until it is made anew: what was put in survives
/// the process, and the machine after `force`. What was taken out may be there again after a crash of the machine. At
/// most `max` wait: the oldest gives way, and is counted until that is reported. Not thread-safe, but for `force`.
final class EventQueue {
    private static final int HEADER = 2 * Integer.BYTES + 1 + Long.BYTES;
    private static final int BODY_MAX = 1024 * 1024;
    private static final long GARBAGE_MAX = 1024 * 1024;
    private static final byte PUT = 1;
    /// All up to this number have left; the body is how many were dropped and not reported.
    private static final byte LEFT = 2;

    private final JournalFile file;
    private final int max;
    private final ArrayDeque<Entry> entries = new ArrayDeque<>();
    private long last;
    private long dropped;
    private long liveBytes;

    /// An event as JSON, by a number that only grows.
    @SuppressWarnings("ArrayRecordComponent") // handed on and never compared
    record Entry(long number, byte[] json) {}

    private EventQueue(JournalFile file, int max) {
        this.file = file;
        this.max = max;
    }

    /// Reads what an earlier life left; a tail that was torn is cut off.
    static EventQueue open(JournalFile file, int max) throws IOException {
        EventQueue queue = new EventQueue(file, max);
        ByteBuffer bytes = ByteBuffer.wrap(file.readAll());
        int good = 0;
        while (queue.replay(bytes)) {
            good = bytes.position();
        }
        if (good < file.size()) {
            file.truncate(good);
        }
        return queue;
    }

    int size() {
        return entries.size();
    }

    /// How many were dropped since that was last reported.
    long dropped() {
        return dropped;
    }

    /// Adds an event, or throws and adds nothing.
    void put(byte[] json) throws IOException {
        append(frame(PUT, last + 1, json));
        last++;
        entries.add(new Entry(last, json));
        liveBytes += json.length;
        if (entries.size() > max) {
            leave(entries.element().number(), dropped + 1);
        }
    }

    /// The oldest, at most `count` and `bytesMax`, but one at least where there is one.
    List<Entry> oldest(int count, int bytesMax) {
        List<Entry> some = new ArrayList<>();
        long bytes = 0;
        for (Entry entry : entries) {
            bytes += entry.json().length;
            if (some.size() == count || (!some.isEmpty() && bytes > bytesMax)) {
                break;
            }
            some.add(entry);
        }
        return some;
    }

    /// All up to `number` are at the control plane, or never will be.
    void settle(long number) throws IOException {
        if (!entries.isEmpty() && entries.element().number() <= number) {
            leave(number, dropped);
        }
    }

    /// Says in the queue itself how many were dropped: `report` is there, and the count is 0 again, both or neither.
    void report(byte[] report) throws IOException {
        byte[] put = frame(PUT, last + 1, report);
        byte[] none = left(entries.isEmpty() ? last : entries.element().number() - 1, 0);
        append(ByteBuffer.allocate(put.length + none.length).put(none).put(put).array());
        last++;
        entries.add(new Entry(last, report));
        liveBytes += report.length;
        dropped = 0;
    }

    void force() throws IOException {
        file.force();
    }

    void close() throws IOException {
        file.force();
        file.close();
    }

    private void leave(long through, long droppedNow) throws IOException {
        append(left(through, droppedNow));
        forget(through);
        dropped = droppedNow;
        if (file.size() > GARBAGE_MAX + 2 * liveBytes) {
            compact();
        }
    }

    private void forget(long through) {
        while (!entries.isEmpty() && entries.element().number() <= through) {
            liveBytes -= entries.remove().json().length;
        }
    }

    private void compact() throws IOException {
        ByteArrayOutputStream live = new ByteArrayOutputStream();
        live.writeBytes(left(entries.isEmpty() ? last : entries.element().number() - 1, dropped));
        entries.forEach(entry -> live.writeBytes(frame(PUT, entry.number(), entry.json())));
        file.replace(live.toByteArray());
    }

    private void append(byte[] frame) throws IOException {
        long before = file.size();
        try {
            file.append(frame);
        } catch (IOException e) {
            file.truncate(before);
            throw e;
        }
    }

    private boolean replay(ByteBuffer bytes) {
        if (bytes.remaining() < HEADER) {
            return false;
        }
        int length = bytes.getInt();
        int checksum = bytes.getInt();
        if (length < 0 || length > Math.min(BODY_MAX, bytes.remaining() - 1 - Long.BYTES)) {
            return false;
        }
        byte kind = bytes.get();
        long number = bytes.getLong();
        byte[] body = new byte[length];
        bytes.get(body);
        if (checksum(kind, number, body) != checksum) {
            return false;
        }
        last = Math.max(last, number);
        if (kind == PUT) {
            entries.add(new Entry(number, body));
            liveBytes += body.length;
        } else {
            forget(number);
            dropped = Long.parseLong(new String(body, StandardCharsets.US_ASCII));
        }
        return true;
    }

    private static byte[] left(long through, long dropped) {
        return frame(LEFT, through, Long.toString(dropped).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] frame(byte kind, long number, byte[] body) {
        return ByteBuffer.allocate(HEADER + body.length)
                .putInt(body.length)
                .putInt(checksum(kind, number, body))
                .put(kind)
                .putLong(number)
                .put(body)
                .array();
    }

    private static int checksum(byte kind, long number, byte[] body) {
        CRC32C crc = new CRC32C();
        crc.update(kind);
        crc.update(ByteBuffer.allocate(Long.BYTES).putLong(0, number));
        crc.update(body);
        return (int) crc.getValue();
    }
}
