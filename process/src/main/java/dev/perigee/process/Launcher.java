package dev.perigee.process;

import dev.perigee.process.Start.NotStarted;
import dev.perigee.process.Start.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Turns a [ProcessSpec] into a running leader, or says why not. Safe for use by many threads.
final class Launcher {
    private final Environment own;
    private final Children children;

    Launcher(Environment own, Children children) {
        this.own = own;
        this.children = children;
    }

    sealed interface Launch {
        /// A leader that runs, with our ends of its streams. Closing it closes these, but not its input, which is for
        /// its [TreeInput].
        record Launched(int pid, PinnedProcess leader, Descriptor stdin, Descriptor stdout, Descriptor stderr)
                implements Launch, AutoCloseable {
            @Override
            public void close() {
                leader.close();
                stdout.close();
                stderr.close();
            }
        }

        record Refused(NotStarted why) implements Launch {}
    }

    /// Blocks until the program runs or is known not to. Call it on the thread that will supervise the leader: the
    /// kernel counts a child as adopted when the thread that started it has ended.
    Launch launch(ProcessSpec spec, Marker marker, TreeCgroup cgroup) {
        Optional<NotStarted> invalid = invalidText(spec).or(() -> badDirectory(spec.workingDirectory()));
        if (invalid.isPresent()) {
            return new Launch.Refused(invalid.get());
        }
        Environment environment = own.with(spec.environment(), marker);
        String directory = directory(spec);
        return switch (ProgramSearch.find(spec.program(), directory, environment.path())) {
            case ProgramSearch.Failed failed -> new Launch.Refused(failed.why());
            case ProgramSearch.Found found -> {
                List<String> arguments = Stream.concat(Stream.of(spec.program()), spec.arguments().stream())
                        .map(Native::raw)
                        .toList();
                yield launch(spec, new Spawn.Order(found.path(), arguments, environment.entries(), directory), cgroup);
            }
        };
    }

    private Launch launch(ProcessSpec spec, Spawn.Order order, TreeCgroup cgroup) {
        Pipe stdin = new Pipe();
        Pipe stdout = new Pipe();
        Pipe stderr = new Pipe();
        boolean launched = false;
        try {
            int result = spec.limits().inputBytesMax() > 0 ? stdin.openToChild() : 0;
            result = result < 0 ? result : stdout.openFromChild();
            result = result < 0 ? result : stderr.openFromChild();
            result = result < 0
                    ? result
                    : start(order, cgroup, new Spawn.Streams(stdin.childs(), stdout.childs(), stderr.childs()));
            Optional<PinnedProcess> leader = result < 0 ? Optional.empty() : pin(result);
            launched = leader.isPresent();
            return launched
                    ? new Launch.Launched(result, leader.orElseThrow(), stdin.ours(), stdout.ours(), stderr.ours())
                    : new Launch.Refused(refusal(spec.program(), result < 0 ? -result : Errno.EMFILE));
        } finally {
            for (Pipe pipe : List.of(stdin, stdout, stderr)) {
                pipe.childs().close();
                if (!launched) {
                    pipe.close();
                }
            }
        }
    }

    private int start(Spawn.Order order, TreeCgroup cgroup, Spawn.Streams streams) {
        return children.start(() -> cgroup.startWithin(() -> Spawn.spawn(order, streams)));
    }

    private Optional<PinnedProcess> pin(int leader) {
        Optional<PinnedProcess> pinned = PinnedProcess.pinChild(leader);
        if (pinned.isEmpty()) {
            Posix.killGroup(leader, Signal.KILL);
            children.abandon(leader);
        }
        return pinned;
    }

    private static NotStarted refusal(String program, int error) {
        return switch (error) {
            // The file itself was found before, so what is missing is named inside it.
            case Errno.ENOENT ->
                new NotStarted(
                        Reason.NOT_EXECUTABLE, "Program " + program + " names an interpreter that does not exist");
            case Errno.ENOEXEC ->
                new NotStarted(
                        Reason.NOT_EXECUTABLE,
                        "Program " + program + " is neither a binary of this machine nor a script with a #! line");
            case Errno.EACCES ->
                new NotStarted(Reason.NOT_EXECUTABLE, "Program " + program + " or its interpreter may not be executed");
            default ->
                new NotStarted(Reason.SYSTEM, "Program " + program + " could not be started: " + Posix.describe(error));
        };
    }

    private static Optional<NotStarted> badDirectory(@Nullable String directory) {
        if (directory == null) {
            return Optional.empty();
        }
        int result = Posix.access(Native.raw(directory) + "/.", Posix.EXECUTABLE);
        return result == 0 && !directory.isEmpty()
                ? Optional.empty()
                : Optional.of(new NotStarted(
                        Reason.DIRECTORY_NOT_FOUND,
                        "Working directory '" + directory + "' cannot be entered: "
                                + Posix.describe(result == 0 ? Errno.ENOENT : -result)));
    }

    private static Optional<NotStarted> invalidText(ProcessSpec spec) {
        Stream<Optional<String>> problems = Stream.concat(
                Stream.of(
                        nul("id", spec.id()),
                        nul("program", spec.program()),
                        nul("working directory", directory(spec))),
                Stream.concat(
                        spec.arguments().stream().map(argument -> nul("argument", argument)),
                        spec.environment().entrySet().stream().map(Launcher::badVariable)));
        return problems.flatMap(Optional::stream)
                .findFirst()
                .map(message -> new NotStarted(Reason.INVALID_TEXT, message));
    }

    private static Optional<String> badVariable(Map.Entry<String, String> variable) {
        String name = variable.getKey();
        return name.isEmpty() || name.indexOf('=') >= 0
                ? Optional.of("Environment variable '" + name + "' has a name that is empty or contains '='")
                : nul("environment variable", name).or(() -> nul("value of " + name, variable.getValue()));
    }

    private static Optional<String> nul(String what, String text) {
        return text.indexOf('\0') < 0
                ? Optional.empty()
                : Optional.of("The " + what + " contains NUL at index " + text.indexOf('\0'));
    }

    private static String directory(ProcessSpec spec) {
        String directory = spec.workingDirectory();
        return directory == null ? "" : Native.raw(directory);
    }
}
