package dev.perigee.satellite.command.exec;

import dev.perigee.process.ProgramStream;
import dev.perigee.process.TreeEvent;
import dev.perigee.process.TreeListener;
import dev.perigee.protocol.command.StreamName;
import dev.perigee.protocol.delivery.Delivery;
import dev.perigee.satellite.command.Progress;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// Passes on what a process tree writes, and logs and notes the stages in which its timeout ends it.
record ExecListener(Delivery delivery, Progress progress) implements TreeListener {
    private static final Logger log = LoggerFactory.getLogger(ExecListener.class);

    @Override
    public void happened(TreeEvent event) {
        Level level = event instanceof TreeEvent.TimeoutNear ? Level.INFO : Level.WARN;
        String what = switch (event) {
            case TreeEvent.TimeoutNear _ -> "80 % of the execution timeout are over";
            case TreeEvent.Terminating _ -> "terminating the process tree";
            case TreeEvent.Killing _ -> "killing the process tree";
        };
        progress.reached(null, what);
        log.atLevel(level)
                .addKeyValue("command", delivery.command())
                .addKeyValue("satellite", delivery.satellite())
                .addKeyValue("elapsedMillis", event.elapsed().toMillis())
                .log(what);
    }

    @Override
    public void wrote(ProgramStream stream, long offset, ByteBuffer bytes) {
        StreamName name = switch (stream) {
            case STDOUT -> StreamName.STDOUT;
            case STDERR -> StreamName.STDERR;
        };
        progress.wrote(name, offset, bytes);
    }
}
