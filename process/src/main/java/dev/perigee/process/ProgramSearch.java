package dev.perigee.process;

import dev.perigee.process.Start.NotStarted;
import dev.perigee.process.Start.Reason;

/// Finds the file of a program as execvp(3) does, except that a file without a known format is not given to a shell.
sealed interface ProgramSearch {
    /// Raw path, absolute or relative to the working directory of the child.
    record Found(String path) implements ProgramSearch {}

    record Failed(NotStarted why) implements ProgramSearch {}

    /// `directory` and `path` (of the child) are raw; an empty directory is this process's own.
    static ProgramSearch find(String program, String directory, String path) {
        String name = Native.raw(program);
        if (name.isEmpty()) {
            return failed(Reason.PROGRAM_NOT_FOUND, "The program is empty, expected a name or a path");
        }
        if (name.indexOf('/') >= 0) {
            return switch (problem(name, directory)) {
                case 0 -> new Found(name);
                case Errno.EACCES -> failed(Reason.NOT_EXECUTABLE, "Program " + program + " may not be executed");
                default -> failed(Reason.PROGRAM_NOT_FOUND, "Program " + program + " does not exist");
            };
        }
        boolean denied = false;
        for (String element : path.split(":", -1)) {
            String candidate = element.isEmpty() ? "./" + name : element + "/" + name;
            int problem = problem(candidate, directory);
            if (problem == 0) {
                return new Found(candidate);
            }
            denied |= problem == Errno.EACCES;
        }
        return denied
                ? failed(Reason.NOT_EXECUTABLE, "Program " + program + " is in PATH but may not be executed")
                : failed(Reason.PROGRAM_NOT_FOUND, "Program " + program + " is not in PATH " + Native.text(path));
    }

    private static int problem(String candidate, String directory) {
        boolean relative = !candidate.startsWith("/") && !directory.isEmpty();
        String file = relative ? directory + "/" + candidate : candidate;
        if (Posix.access(file + "/.", Posix.EXISTS) == 0) {
            return Errno.EACCES;
        }
        return -Posix.access(file, Posix.EXECUTABLE);
    }

    private static ProgramSearch failed(Reason reason, String message) {
        return new Failed(new NotStarted(reason, message));
    }
}
