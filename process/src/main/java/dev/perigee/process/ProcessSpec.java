package dev.perigee.process;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
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

    /// How long a tree may run, how many bytes of each of its two output streams are kept, and how many of its
    /// input may wait to be read (without any it reads /dev/null). Without a grace of its own it gets
    /// [TreeSettings#grace], and without resources it may take what there is.
    public record Limits(
            Duration timeout,
            int outputBytesMax,
            int inputBytesMax,
            @Nullable Duration grace,
            @Nullable ResourceLimits resources) {
        public static final int OUTPUT_BYTES_MAX = 1 << 20;
        public static final Duration NO_TIMEOUT = ChronoUnit.FOREVER.getDuration();

        public Limits {
            if (!timeout.isPositive() || outputBytesMax < 0 || inputBytesMax < 0) {
                throw new IllegalArgumentException("timeout " + timeout + ", outputBytesMax " + outputBytesMax
                        + ", inputBytesMax " + inputBytesMax + ": expected a positive timeout and no negative limit");
            }
            if (grace != null && grace.isNegative()) {
                throw new IllegalArgumentException("grace " + grace + ": expected no negative time");
            }
        }

        public Limits(Duration timeout, int outputBytesMax) {
            this(timeout, outputBytesMax, 0, null, null);
        }

        public static Limits within(Duration timeout) {
            return new Limits(timeout, OUTPUT_BYTES_MAX);
        }

        /// For a tree to talk to: it runs until it ends or is ended, and its output is told to the listener only.
        public static Limits conversation(int inputBytesMax) {
            return new Limits(NO_TIMEOUT, 0, inputBytesMax, null, null);
        }

        public Limits withGrace(Duration own) {
            return new Limits(timeout, outputBytesMax, inputBytesMax, own, resources);
        }

        public Limits withResources(ResourceLimits most) {
            return new Limits(timeout, outputBytesMax, inputBytesMax, grace, most);
        }

        Duration graceOr(Duration common) {
            return grace == null ? common : grace;
        }
    }

    /// Arguments and environment may hold secrets.
    @Override
    public String toString() {
        return "ProcessSpec[" + id + ": " + program + ", " + arguments.size() + " arguments]";
    }
}
