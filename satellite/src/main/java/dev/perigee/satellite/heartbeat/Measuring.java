package dev.perigee.satellite.heartbeat;

import dev.perigee.protocol.heartbeat.SystemMetrics;
import java.util.Collection;
import java.util.Map;

/// Measures the machine and what the satellite runs on it. Called from one thread at a time; may take a while.
public interface Measuring {
    /// The machine since the call before.
    SystemMetrics system();

    /// What the process trees use whose leaders these are, by leader; without those that are gone.
    Map<Integer, Usage> trees(Collection<Integer> leaders);

    /// Of a whole process tree: CPU as a percentage of one core since the call before, and resident memory.
    record Usage(int processes, double cpuPercent, long memoryBytes) {}

    /// As exact as anybody wants a percentage, and a third as long.
    static double hundredths(double percent) {
        return Math.round(percent * 100) / 100.0;
    }
}
