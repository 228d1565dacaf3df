package dev.perigee.process;

/// What a whole tree may take of the machine: CPUs at once (0.1 is a tenth of one), bytes of memory, and processes with
/// their threads. Enforced as far as [ProcessTrees#resourceSupport] says.
public record ResourceLimits(double cpus, long memoryBytes, int processesMax) {
    private static final double CPUS_LEAST = 0.01;

    public ResourceLimits {
        if (!(cpus >= CPUS_LEAST) || memoryBytes < 1 || processesMax < 1) {
            throw new IllegalArgumentException("cpus " + cpus + ", memoryBytes " + memoryBytes + ", processesMax "
                    + processesMax + ": expected at least " + CPUS_LEAST + " CPUs, one byte and one process");
        }
    }
}
