package dev.perigee.process;

import java.util.Optional;

/// The fields of `/proc/PID/stat` (proc(5)) by which processes are told apart and related.
record ProcessStat(int pid, char state, int parent, int session, int threads, long startTicks) {
    private static final int STATE = 0;
    private static final int PARENT = 1;
    private static final int SESSION = 3;
    private static final int THREADS = 17;
    private static final int START_TICKS = 19;

    /// A process for good: its number may be given to another one, which then started later.
    record Identity(int pid, long startTicks) {}

    Identity identity() {
        return new Identity(pid, startTicks);
    }

    /// Whether it still runs. A process whose first thread has ended shows as a zombie while others go on.
    boolean alive() {
        return (state != 'Z' && state != 'X') || threads > 1;
    }

    /// Empty for text that is no such line, as of a process that vanished while it was read.
    static Optional<ProcessStat> parse(String line) {
        int open = line.indexOf(" (");
        // The name may itself hold blanks and parentheses; nothing after it does.
        int close = line.lastIndexOf(") ");
        if (open < 1 || close < open) {
            return Optional.empty();
        }
        String[] fields = line.substring(close + 2).trim().split(" ", -1);
        if (fields.length <= START_TICKS || fields[STATE].length() != 1) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ProcessStat(
                    Integer.parseInt(line.substring(0, open)),
                    fields[STATE].charAt(0),
                    Integer.parseInt(fields[PARENT]),
                    Integer.parseInt(fields[SESSION]),
                    Integer.parseInt(fields[THREADS]),
                    Long.parseLong(fields[START_TICKS])));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
