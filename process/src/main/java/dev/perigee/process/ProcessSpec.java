package dev.perigee.process;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One program to run. `id` is unique among the running trees; `program` is looked up as execvp does, in the PATH of
/// the resulting environment or, with a '/', relative to the working directory; no shell reads the arguments.
/// `environment` is laid over the satellite's own; without a working directory the satellite's is used.
public record ProcessSpec(
        String id,
        String program,
        List<String> arguments,
        Map<String, String> environment,
        @Nullable String workingDirectory,
        Limits limits) {
    public ProcessSpec {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    /// A program with its arguments in the satellite's own environment and directory.
    public static ProcessSpec of(String id, Limits limits, String program, String... arguments) {
        return new ProcessSpec(id, program, List.of(arguments), Map.of(), null, limits);
    }

    public ProcessSpec withEnvironment(Map<String, String> overrides) {
        return new ProcessSpec(id, program, arguments, overrides, workingDirectory, limits);
    }

    public ProcessSpec withWorkingDirectory(String directory) {
        return new ProcessSpec(id, program, arguments, environment, directory, limits);
    }

    /// How long a tree may run, and how many bytes of each of its two streams are kept.
    public record Limits(Duration timeout, int outputBytesMax) {
        public static final int OUTPUT_BYTES_MAX = 1 << 20;

        public Limits {
            if (!timeout.isPositive() || outputBytesMax < 0) {
                throw new IllegalArgumentException("timeout " + timeout + ", outputBytesMax " + outputBytesMax
                        + ": expected a positive timeout and no negative limit");
            }
        }

        public static Limits within(Duration timeout) {
            return new Limits(timeout, OUTPUT_BYTES_MAX);
        }
    }

    /// Arguments and environment may hold secrets.
    @Override
    public String toString() {
        return "ProcessSpec[" + id + ": " + program + ", " + arguments.size() + " arguments]";
    }
}
