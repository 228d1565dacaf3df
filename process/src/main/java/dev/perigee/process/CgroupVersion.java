package dev.perigee.process;

import java.util.List;
import java.util.Locale;

/// The two interfaces of the kernel, and how each is told a limit.
enum CgroupVersion {
    V1,
    V2;

    private static final long CPU_PERIOD_MICROS = 100_000;

    /// One file to write. What is not `required` is not there on every kernel.
    record Setting(String file, String value, boolean required) {}

    /// In the order in which they are to be written; the first is there where the controller is.
    List<Setting> settings(Resource resource, ResourceLimits limits) {
        long quota = Math.round(limits.cpus() * CPU_PERIOD_MICROS);
        String memory = Long.toString(limits.memoryBytes());
        return switch (resource) {
            case CPU ->
                switch (this) {
                    case V1 ->
                        List.of(
                                setting("cpu.cfs_quota_us", Long.toString(quota)),
                                setting("cpu.cfs_period_us", Long.toString(CPU_PERIOD_MICROS)));
                    case V2 -> List.of(setting("cpu.max", quota + " " + CPU_PERIOD_MICROS));
                };
            case MEMORY ->
                switch (this) {
                    case V1 ->
                        List.of(
                                setting("memory.limit_in_bytes", memory),
                                new Setting("memory.memsw.limit_in_bytes", memory, false));
                    case V2 -> List.of(setting("memory.max", memory), new Setting("memory.swap.max", "0", false));
                };
            case PROCESSES -> List.of(setting("pids.max", Integer.toString(limits.processesMax())));
        };
    }

    /// Where a line `oom_kill N` counts the processes that were killed for want of memory.
    String oomKillsFile() {
        return switch (this) {
            case V1 -> "memory.oom_control";
            case V2 -> "memory.events";
        };
    }

    @Override
    public String toString() {
        return "cgroup " + name().toLowerCase(Locale.ROOT);
    }

    private static Setting setting(String file, String value) {
        return new Setting(file, value, true);
    }
}
