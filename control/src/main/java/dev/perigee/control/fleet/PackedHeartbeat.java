package dev.perigee.control.fleet;

import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.heartbeat.Condition;
import dev.perigee.protocol.heartbeat.Heartbeat;
import dev.perigee.protocol.heartbeat.ProcessStatus;
import dev.perigee.protocol.heartbeat.SystemMetrics;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A heartbeat in about a quarter of the bytes that its JSON takes, for memory alone: no two versions of a control
/// plane ever share one. Immutable.
final class PackedHeartbeat {
    private final byte[] bytes;

    private PackedHeartbeat(byte[] bytes) {
        this.bytes = bytes;
    }

    static PackedHeartbeat of(Heartbeat heartbeat) {
        ByteArrayOutputStream bytes =
                new ByteArrayOutputStream(64 + 40 * heartbeat.processes().size());
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            new Writer(out).write(heartbeat);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new PackedHeartbeat(bytes.toByteArray());
    }

    int size() {
        return bytes.length;
    }

    Heartbeat unpack() {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            return new Reader(in).read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A text that was there before is written as its number.
    private static final class Writer {
        private final DataOutputStream out;
        private final Map<String, Integer> known = new HashMap<>();

        private Writer(DataOutputStream out) {
            this.out = out;
        }

        private void write(Heartbeat heartbeat) throws IOException {
            text(heartbeat.condition().wireName());
            SystemMetrics system = heartbeat.system();
            real(system.cpuPercent());
            number(system.memoryUsedBytes());
            number(system.memoryTotalBytes());
            real(system.diskUsedPercent());
            number(system.networkRxBytes());
            number(system.networkTxBytes());
            number(system.uptimeSeconds());
            number((long) heartbeat.processes().size());
            for (ProcessStatus process : heartbeat.processes()) {
                write(process);
            }
            number((long) heartbeat.processesLeftOut());
            counts(heartbeat.serversByTeam());
            counts(heartbeat.commandsByTeam());
            number(heartbeat.errors());
            out.writeUTF(heartbeat.version());
        }

        private void write(ProcessStatus process) throws IOException {
            text(process.kind().wireName());
            out.writeUTF(process.name());
            text(process.state());
            number((long) process.processes());
            real(process.cpuPercent());
            number(process.memoryBytes());
            text(process.team() == null ? "" : process.team().value());
            number(process.tools() == null ? null : process.tools().longValue());
        }

        private void counts(Map<TeamName, Integer> counts) throws IOException {
            number((long) counts.size());
            for (Map.Entry<TeamName, Integer> count : counts.entrySet()) {
                text(count.getKey().value());
                number(count.getValue().longValue());
            }
        }

        private void text(String text) throws IOException {
            int number = known.getOrDefault(text, known.size());
            number((long) number);
            if (number == known.size()) {
                known.put(text, number);
                out.writeUTF(text);
            }
        }

        private void real(@Nullable Double value) throws IOException {
            out.writeBoolean(value != null);
            if (value != null) {
                out.writeDouble(value);
            }
        }

        /// 0 for none, else how many bytes of it follow, and these.
        private void number(@Nullable Long value) throws IOException {
            if (value == null) {
                out.writeByte(0);
                return;
            }
            int length = Math.max(1, (71 - Long.numberOfLeadingZeros(value)) / 8);
            out.writeByte(length);
            for (int shift = 8 * (length - 1); shift >= 0; shift -= 8) {
                out.writeByte((int) (value >>> shift));
            }
        }
    }

    private static final class Reader {
        private final DataInputStream in;
        private final List<String> known = new ArrayList<>();

        private Reader(DataInputStream in) {
            this.in = in;
        }

        private Heartbeat read() throws IOException {
            Condition condition = Condition.of(text());
            SystemMetrics system = new SystemMetrics(real(), number(), number(), real(), number(), number(), number());
            long size = count();
            List<ProcessStatus> processes = new ArrayList<>();
            for (long i = 0; i < size; i++) {
                processes.add(process());
            }
            return new Heartbeat(
                    condition, system, processes, (int) count(), counts(), counts(), count(), in.readUTF(), null);
        }

        private ProcessStatus process() throws IOException {
            ProcessStatus.Kind kind = ProcessStatus.Kind.of(text());
            String name = in.readUTF();
            String state = text();
            int processes = (int) count();
            Double cpu = real();
            Long memory = number();
            String team = text();
            Long tools = number();
            return new ProcessStatus(
                    kind,
                    name,
                    state,
                    processes,
                    cpu,
                    memory,
                    team.isEmpty() ? null : new TeamName(team),
                    tools == null ? null : tools.intValue());
        }

        private Map<TeamName, Integer> counts() throws IOException {
            long size = count();
            Map<TeamName, Integer> counts = new TreeMap<>();
            for (long i = 0; i < size; i++) {
                String team = text();
                counts.put(new TeamName(team), (int) count());
            }
            return counts;
        }

        private String text() throws IOException {
            int number = (int) count();
            if (number == known.size()) {
                known.add(in.readUTF());
            }
            return known.get(number);
        }

        private @Nullable Double real() throws IOException {
            return in.readBoolean() ? (Double) in.readDouble() : null;
        }

        private long count() throws IOException {
            Long value = number();
            return value == null ? 0 : value;
        }

        private @Nullable Long number() throws IOException {
            int length = in.readByte();
            long value = 0;
            for (int i = 0; i < length; i++) {
                value = (value << 8) | in.readUnsignedByte();
            }
            return length == 0 ? null : (Long) value;
        }
    }
}
