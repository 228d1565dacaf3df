package dev.perigee.satellite.command.exec;

import dev.perigee.process.ProcessSpec;
import dev.perigee.process.ProcessTrees;
import dev.perigee.process.TreeEvent;
import dev.perigee.protocol.command.CommandSpec;
import dev.perigee.protocol.command.FailureCode;
import dev.perigee.protocol.command.Result;
import dev.perigee.protocol.delivery.Delivery;
import dev.perigee.satellite.command.Handling;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// Runs programs as process trees, if the policy lets it. Thread-safe; `stop` ends what runs and what comes after.
public final class ExecHandler {
    private static final Logger log = LoggerFactory.getLogger(ExecHandler.class);

    private final ProcessTrees trees;
    private final ExecPolicy policy;
    private final int outputMax;
    private final Set<ExecRun> running = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    public ExecHandler(ProcessTrees trees, ExecPolicy policy, int outputMax) {
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
        ExecRun run = new ExecRun();
        return new Handling.Work(() -> run(run, delivery, exec), run::cancel);
    }

    /// Ends all that runs.
    public void stop() {
        stopping = true;
        running.forEach(ExecRun::stop);
    }

    private Result run(ExecRun run, Delivery delivery, CommandSpec.Exec exec) throws InterruptedException {
        running.add(run);
        try {
            if (stopping) {
                run.stop();
            }
            return run.run(trees, spec(delivery, exec), event -> tell(delivery, event));
        } finally {
            running.remove(run);
        }
    }

    private ProcessSpec spec(Delivery delivery, CommandSpec.Exec exec) {
        return new ProcessSpec(
                delivery.command().value(),
                exec.program(),
                exec.arguments(),
                exec.environment(),
                exec.directory(),
                new ProcessSpec.Limits(delivery.timeout(), outputMax));
    }

    private static void tell(Delivery delivery, TreeEvent event) {
        Level level = event instanceof TreeEvent.TimeoutNear ? Level.INFO : Level.WARN;
        String what = switch (event) {
            case TreeEvent.TimeoutNear _ -> "80 % of the execution timeout are over";
            case TreeEvent.Terminating _ -> "terminating the process tree";
            case TreeEvent.Killing _ -> "killing the process tree";
        };
        Duration elapsed = event.elapsed();
        log.atLevel(level)
                .addKeyValue("command", delivery.command())
                .addKeyValue("satellite", delivery.satellite())
                .addKeyValue("elapsedMillis", elapsed.toMillis())
                .log(what);
    }
}
