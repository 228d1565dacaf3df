package dev.perigee.satellite.command.exec;

import dev.perigee.process.ProcessSpec;
import dev.perigee.process.ProcessTrees;
import dev.perigee.protocol.command.CommandSpec;
import dev.perigee.protocol.command.FailureCode;
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
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs programs as process trees, if the policy lets it. Thread-safe; `stop` ends what runs and what comes after.
public final class ExecHandler {
    private static final Logger log = LoggerFactory.getLogger(ExecHandler.class);

    private final ProcessTrees trees;
    private final Supplier<ExecPolicy> policy;
    private final int outputMax;
    private final ProgressFiles progressFiles;
    private final Set<ExecRun> running = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    public ExecHandler(ProcessTrees trees, Supplier<ExecPolicy> policy, int outputMax, ProgressFiles progressFiles) {
        this.progressFiles = progressFiles;
        this.trees = trees;
        this.policy = policy;
        this.outputMax = outputMax;
    }

    public Handling handle(Delivery delivery, CommandSpec.Exec exec) {
        Optional<String> objection = policy.get().objection(exec);
        if (objection.isPresent()) {
            log.atWarn()
                    .addKeyValue("command", delivery.command())
                    .addKeyValue("satellite", delivery.satellite())
                    .addKeyValue("program", exec.program())
                    .log("program refused");
            return new Handling.Answer(new Result.Failed(FailureCode.PROGRAM_NOT_ALLOWED, objection.get()));
        }
        ExecRun run = new ExecRun();
        return new Handling.Work(progress -> run(run, delivery, exec, progress), run::cancel);
    }

    /// Ends all that runs.
    public void stop() {
        stopping = true;
        running.forEach(ExecRun::stop);
    }

    private Result run(ExecRun run, Delivery delivery, CommandSpec.Exec exec, Progress progress)
            throws InterruptedException {
        Path progressFile = progressFiles.watch(delivery.command(), progress);
        running.add(run);
        try {
            if (stopping) {
                run.stop();
            }
            return run.run(trees, spec(delivery, exec, progressFile), new ExecListener(delivery, progress));
        } finally {
            running.remove(run);
            progressFiles.forget(delivery.command());
        }
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
}
