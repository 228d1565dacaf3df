package dev.perigee.satellite.command.exec;

import dev.perigee.process.CapturedOutput;
import dev.perigee.process.Outcome;
import dev.perigee.process.ProcessSpec;
import dev.perigee.process.ProcessTrees;
import dev.perigee.process.RunningTree;
import dev.perigee.process.Start;
import dev.perigee.protocol.command.CommandSpec;
import dev.perigee.protocol.command.FailureCode;
import dev.perigee.protocol.command.Output;
import dev.perigee.protocol.command.Result;
import dev.perigee.protocol.delivery.Delivery;
import dev.perigee.satellite.command.Handling;
import dev.perigee.satellite.command.Progress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs programs as process trees, if the policy lets it. Thread-safe; `stop` ends what runs and what comes after.
public final class ExecHandler {
    private static final Logger log = LoggerFactory.getLogger(ExecHandler.class);

    private final ProcessTrees trees;
    private final ExecPolicy policy;
    private final int outputMax;
    private final ProgressFiles progressFiles;
    private final Set<RunningTree> running = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    public ExecHandler(ProcessTrees trees, ExecPolicy policy, int outputMax, ProgressFiles progressFiles) {
        this.progressFiles = progressFiles;
        this.trees = trees;
        this.policy = policy;
        this.outputMax = outputMax;
    }

    public Handling handle(Delivery delivery, CommandSpec.Exec exec) {
        Optional<String> objection = policy.objection(exec);
        if (objection.isPresent()) {
            log.atWarn()
                    .addKeyValue("command", delivery.command())
                    .addKeyValue("satellite", delivery.satellite())
                    .addKeyValue("program", exec.program())
                    .log("program refused");
            return new Handling.Answer(new Result.Failed(FailureCode.PROGRAM_NOT_ALLOWED, objection.get()));
        }
        return new Handling.Work(progress -> run(delivery, exec, progress));
    }

    private Result run(Delivery delivery, CommandSpec.Exec exec, Progress progress) throws InterruptedException {
        Path progressFile = progressFiles.watch(delivery.command(), progress);
        try {
            return run(new ExecListener(delivery, progress), spec(delivery, exec, progressFile));
        } finally {
            progressFiles.forget(delivery.command());
        }
    }

    private Result run(ExecListener listener, ProcessSpec spec) throws InterruptedException {
        return switch (trees.start(spec, listener)) {
            case Start.Started(RunningTree tree) -> result(await(tree));
            case Start.NotStarted(Start.Reason reason, String message) -> new Result.Failed(code(reason), message);
        };
    }

    private ProcessSpec spec(Delivery delivery, CommandSpec.Exec exec, Path progressFile) {
        Map<String, String> environment = new HashMap<>(exec.environment());
        environment.put(ProgressFiles.VARIABLE, progressFile.toString());
        return new ProcessSpec(
                delivery.command().value(),
                exec.program(),
                exec.arguments(),
                environment,
                exec.directory(),
                new ProcessSpec.Limits(delivery.timeout(), outputMax));
    }

    /// Ends all that runs.
    public void stop() {
        stopping = true;
        running.forEach(RunningTree::terminate);
    }

    private Outcome await(RunningTree tree) throws InterruptedException {
        running.add(tree);
        try {
            if (stopping) {
                tree.terminate();
            }
            return tree.await();
        } finally {
            running.remove(tree);
        }
    }

    private static Result result(Outcome outcome) {
        Output stdout = output(outcome.stdout());
        Output stderr = output(outcome.stderr());
        long millis = outcome.wall().toMillis();
        return switch (outcome) {
            case Outcome.Exited exited -> new Result.Completed(exited.exitCode(), stdout, stderr, millis);
            case Outcome.TimedOut _ -> new Result.TimedOut(stdout, stderr, millis);
            case Outcome.Terminated _ ->
                new Result.Interrupted("the satellite was stopped while it ran the command", stdout, stderr);
        };
    }

    private static Output output(CapturedOutput captured) {
        return new Output(captured.bytes(), captured.totalBytes());
    }

    private static FailureCode code(Start.Reason reason) {
        return switch (reason) {
            case PROGRAM_NOT_FOUND -> FailureCode.PROGRAM_NOT_FOUND;
            case NOT_EXECUTABLE -> FailureCode.PROGRAM_NOT_EXECUTABLE;
            case DIRECTORY_NOT_FOUND -> FailureCode.DIRECTORY_NOT_FOUND;
            case INVALID_TEXT, ALREADY_RUNNING, TOO_MANY, CLOSED, SYSTEM -> FailureCode.START_FAILED;
        };
    }
}
