package dev.perigee.satellite.heartbeat;

import dev.perigee.protocol.heartbeat.SystemMetrics;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.GlobalMemory;
import oshi.hardware.NetworkIF;
import oshi.software.os.OSProcess;
import oshi.software.os.OperatingSystem;

/// Measures the machine that it runs on, with OSHI. Making one takes a while: not on the way of a start.
public final class HostMeasuring implements Measuring {
    private static final int DEPTH_MAX = 64;

    private final CentralProcessor processor;
    private final GlobalMemory memory;
    private final OperatingSystem system;
    private final List<NetworkIF> networks;
    private final Path disk;
    private final LongSupplier nanos;
    private long[] ticks;
    private Map<Integer, Long> cpuMillis = new HashMap<>();
    private long measuredAt;

    /// `disk` is where the satellite keeps its files.
    public HostMeasuring(Path disk, LongSupplier nanos) {
        SystemInfo info = new SystemInfo();
        this.processor = info.getHardware().getProcessor();
        this.memory = info.getHardware().getMemory();
        this.system = info.getOperatingSystem();
        this.networks = info.getHardware().getNetworkIFs();
        this.disk = disk;
        this.nanos = nanos;
        this.ticks = processor.getSystemCpuLoadTicks();
        this.measuredAt = nanos.getAsLong();
    }

    @Override
    public SystemMetrics system() {
        double load = processor.getSystemCpuLoadBetweenTicks(ticks);
        ticks = processor.getSystemCpuLoadTicks();
        long received = 0;
        long sent = 0;
        for (NetworkIF network : networks) {
            if (network.updateAttributes()) {
                received += network.getBytesRecv();
                sent += network.getBytesSent();
            }
        }
        long total = memory.getTotal();
        return new SystemMetrics(
                load >= 0 && load <= 1 ? (Double) Measuring.hundredths(100 * load) : null,
                total - memory.getAvailable(),
                total,
                diskUsedPercent(),
                received,
                sent,
                system.getSystemUptime());
    }

    @Override
    public Map<Integer, Usage> trees(Collection<Integer> leaders) {
        long now = nanos.getAsLong();
        double millis = Math.max(1, (now - measuredAt) / 1e6);
        measuredAt = now;
        Map<Integer, OSProcess> processes = new HashMap<>();
        if (!leaders.isEmpty()) {
            system.getDescendantProcesses(system.getProcessId(), null, null, 0)
                    .forEach(one -> processes.put(one.getProcessID(), one));
        }
        Map<Integer, Long> after = new HashMap<>();
        Map<Integer, List<OSProcess>> trees = new HashMap<>();
        for (OSProcess process : processes.values()) {
            after.put(process.getProcessID(), process.getKernelTime() + process.getUserTime());
            Integer leader = leader(process, processes, leaders);
            if (leader != null) {
                trees.computeIfAbsent(leader, _ -> new ArrayList<>()).add(process);
            }
        }
        Map<Integer, Usage> usage = new HashMap<>();
        trees.forEach((leader, members) -> usage.put(leader, usage(members, after, millis)));
        cpuMillis = after;
        return usage;
    }

    private Usage usage(List<OSProcess> members, Map<Integer, Long> after, double millis) {
        long used = 0;
        long resident = 0;
        for (OSProcess member : members) {
            int pid = member.getProcessID();
            used += Math.max(0, after.getOrDefault(pid, 0L) - cpuMillis.getOrDefault(pid, 0L));
            resident += member.getResidentMemory();
        }
        return new Usage(members.size(), 100 * used / millis, resident);
    }

    private static @Nullable Integer leader(
            OSProcess process, Map<Integer, OSProcess> processes, Collection<Integer> leaders) {
        OSProcess one = process;
        for (int depth = 0; one != null && depth < DEPTH_MAX; depth++) {
            if (leaders.contains(one.getProcessID())) {
                return one.getProcessID();
            }
            one = processes.get(one.getParentProcessID());
        }
        return null;
    }

    private @Nullable Double diskUsedPercent() {
        try {
            FileStore store = Files.getFileStore(disk);
            long total = store.getTotalSpace();
            return total <= 0 ? null : (Double) Measuring.hundredths(100.0 * (total - store.getUsableSpace()) / total);
        } catch (IOException _) {
            return null;
        }
    }
}
