package dev.perigee.control.fleet;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.heartbeat.Condition;
import dev.perigee.protocol.heartbeat.Heartbeat;
import dev.perigee.protocol.heartbeat.ProcessStatus;
import dev.perigee.protocol.heartbeat.SystemMetrics;
import java.nio.BufferUnderflowException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A heartbeat in about a fifth of the bytes that its JSON takes. One that was written down by another version may be
/// in another form, and is then no longer known: a satellite that lives sends the next within seconds. Immutable.
final class PackedHeartbeat {
    private static final int FORM = 1;
    private static final int PROCESS_BYTES = 40;

    private final byte[] bytes;

    private PackedHeartbeat(byte[] bytes) {
        this.bytes = bytes;
    }

    static PackedHeartbeat of(Heartbeat heartbeat) {
        Packing out = new Packing(128 + PROCESS_BYTES * heartbeat.processes().size());
        out.count(FORM);
        out.repeated(heartbeat.condition().wireName());
        SystemMetrics system = heartbeat.system();
        out.real(system.cpuPercent());
        out.number(system.memoryUsedBytes());
        out.number(system.memoryTotalBytes());
        out.real(system.diskUsedPercent());
        out.number(system.networkRxBytes());
        out.number(system.networkTxBytes());
        out.number(system.uptimeSeconds());
        out.count(heartbeat.processes().size());
        for (ProcessStatus process : heartbeat.processes()) {
            write(process, out);
        }
        out.count(heartbeat.processesLeftOut());
        write(heartbeat.serversByTeam(), out);
        write(heartbeat.commandsByTeam(), out);
        out.count(heartbeat.errors());
        out.text(heartbeat.version());
        return new PackedHeartbeat(out.bytes());
    }

    /// The same again from its `bytes`, unless they are of another form.
    static Optional<PackedHeartbeat> read(byte[] bytes) {
        if (bytes.length == 0 || bytes[0] != FORM) {
            return Optional.empty();
        }
        PackedHeartbeat read = new PackedHeartbeat(bytes);
        try {
            var _ = read.unpack();
            return Optional.of(read);
        } catch (BufferUnderflowException | IndexOutOfBoundsException | ArithmeticException | BadValue _) {
            return Optional.empty();
        }
    }

    /// Not to be changed.
    byte[] bytes() {
        return bytes;
    }

    Heartbeat unpack() {
        Unpacking in = new Unpacking(bytes);
        var _ = in.count();
        Condition condition = Condition.of(in.repeated());
        SystemMetrics system = new SystemMetrics(
                in.real(), in.number(), in.number(), in.real(), in.number(), in.number(), in.number());
        long size = in.count();
        List<ProcessStatus> processes = new ArrayList<>();
        for (long i = 0; i < size; i++) {
            processes.add(process(in));
        }
        return new Heartbeat(
                condition, system, processes, (int) in.count(), counts(in), counts(in), in.count(), in.text(), null);
    }

    private static void write(ProcessStatus process, Packing out) {
        out.repeated(process.kind().wireName());
        out.text(process.name());
        out.repeated(process.state());
        out.count(process.processes());
        out.real(process.cpuPercent());
        out.number(process.memoryBytes());
        out.repeated(process.team() == null ? "" : process.team().value());
        out.number(process.tools() == null ? null : process.tools().longValue());
    }

    private static ProcessStatus process(Unpacking in) {
        ProcessStatus.Kind kind = ProcessStatus.Kind.of(in.repeated());
        String name = in.text();
        String state = in.repeated();
        int processes = (int) in.count();
        Double cpu = in.real();
        Long memory = in.number();
        String team = in.repeated();
        Long tools = in.number();
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

    private static void write(Map<TeamName, Integer> counts, Packing out) {
        out.count(counts.size());
        counts.forEach((team, count) -> {
            out.repeated(team.value());
            out.count(count);
        });
    }

    private static Map<TeamName, Integer> counts(Unpacking in) {
        long size = in.count();
        Map<TeamName, Integer> counts = new TreeMap<>();
        for (long i = 0; i < size; i++) {
            TeamName team = new TeamName(in.repeated());
            counts.put(team, (int) in.count());
        }
        return counts;
    }
}
