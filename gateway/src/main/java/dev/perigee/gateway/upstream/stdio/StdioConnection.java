package dev.perigee.gateway.upstream.stdio;

import dev.perigee.gateway.rpc.MalformedMessage;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.upstream.Connection;
import dev.perigee.gateway.upstream.Exchange;
import dev.perigee.gateway.upstream.Loss;
import dev.perigee.gateway.upstream.Loss.Cause;
import dev.perigee.gateway.upstream.stdio.Exchanges.Route;
import dev.perigee.gateway.upstream.stdio.InstanceLog.Source;
import dev.perigee.process.RunningTree;
import dev.perigee.process.TreeInput;
import dev.perigee.process.TreeSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The connection to a server that is a child process. It ends with the process, and the process with it: its stdin is
/// closed, then SIGTERM and SIGKILL reach the whole tree. Thread-safe; hears what the server says on one thread.
final class StdioConnection implements Connection {
    private static final Logger log = LoggerFactory.getLogger(StdioConnection.class);

    private static final int TOO_LONG_CHARS_MAX = 200;

    private final RunningTree tree;
    private final StdioSettings settings;
    private final Supplier<StdioSettings> ending;
    private final InstanceLog instanceLog;
    private final Noise noise;
    private final Conversation conversation;
    private final Listener listener;
    private final AtomicBoolean leaving = new AtomicBoolean();
    private final CountDownLatch gone = new CountDownLatch(1);
    /// Confined to the thread that reads.
    private int noiseLines;

    /// `ending` says how it is ended when that is due.
    StdioConnection(
            RunningTree tree,
            StdioSettings settings,
            Supplier<StdioSettings> ending,
            InstanceLog instanceLog,
            Listener listener) {
        this.tree = tree;
        this.settings = settings;
        this.ending = ending;
        this.instanceLog = instanceLog;
        this.noise = new Noise(instanceLog);
        this.conversation = new Conversation(tree.input());
        this.listener = listener;
    }

    @Override
    public Exchange begin(Message.Request request) {
        Conversation.Begun begun = conversation.begin(request);
        heed(begun.offer());
        return begun.exchange();
    }

    @Override
    public void send(Message.Notification notification) {
        heed(conversation.send(notification));
    }

    @Override
    public void answer(Message.Response response) {
        heed(conversation.answer(response));
    }

    @Override
    public OptionalLong process() {
        return OptionalLong.of(tree.pid());
    }

    @Override
    public void close() {
        end(new Loss(Cause.CLOSED, "the gateway ended it"), () -> {});
        leave();
    }

    boolean isLost() {
        return conversation.isOver();
    }

    /// The server wrote a line.
    void heard(byte[] line) {
        if (isLost() || isBlank(line)) {
            return;
        }
        try {
            Message message = Message.parse(line);
            noiseLines = 0;
            take(message);
        } catch (MalformedMessage e) {
            noise.note(Source.STDOUT, ServerProcess.text(line));
            if (++noiseLines > settings.noiseLinesMax()) {
                misbehaved("more than " + settings.noiseLinesMax() + " lines in a row that are no messages");
            }
        } catch (RuntimeException e) {
            // A connection that hears nothing more must not look alive.
            log.error("A message of {} could not be handled", tree.id(), e);
            misbehaved("a message that could not be handled");
        }
    }

    private void take(Message message) {
        switch (message) {
            case Message.Response response -> take(response);
            case Message.Request request -> take(request);
            case Message.Notification notification -> take(notification);
        }
    }

    void heardTooMuch(byte[] start) {
        String text = ServerProcess.text(start);
        noise.note(Source.STDOUT, text.substring(0, Math.min(TOO_LONG_CHARS_MAX, text.length())));
        misbehaved("a line of more than " + settings.lineBytesMax() + " bytes");
    }

    /// The server no longer listens or talks, and may be about to exit, which would say more.
    void closedByServer(String what) {
        if (!isLost() && leaving.compareAndSet(false, true)) {
            Thread.ofVirtual().name("mcp-leaving").start(() -> {
                tree.input().close();
                if (!endsWithin(settings.goodbye())) {
                    lost(new Loss(Cause.GONE, "the server " + what));
                    tree.terminate();
                }
            });
        }
    }

    void ended(byte[] unfinished, Loss why) {
        noise.sum();
        if (unfinished.length > 0 && !isLost()) {
            instanceLog.add(Source.STDOUT, ServerProcess.text(unfinished));
            instanceLog.add(Source.GATEWAY, "ended within a line of " + unfinished.length + " bytes");
        }
        lost(why);
        gone.countDown();
    }

    private void take(Message.Response response) {
        Optional<Exchange> exchange = conversation.endedBy(response);
        exchange.ifPresentOrElse(
                known -> known.offer(new Exchange.Event.Answered(response)),
                () -> noise.note(Source.GATEWAY, "dropped an answer to " + response.id() + ", which is not under way"));
    }

    private void take(Message.Request request) {
        switch (conversation.route(request, listener.isShared())) {
            case Route.Into(Exchange exchange) -> exchange.offer(new Exchange.Event.Asked(request));
            case Route.ToListener() -> tell(() -> listener.asked(request));
            case Route.Nowhere(String why) -> noise.note(Source.GATEWAY, "dropped a request: " + why);
        }
    }

    private void take(Message.Notification notification) {
        switch (conversation.route(notification, listener.isShared())) {
            case Route.Into(Exchange exchange) -> exchange.offer(new Exchange.Event.Told(notification));
            case Route.ToListener() -> tell(() -> listener.heard(notification));
            case Route.Nowhere(String why) -> noise.note(Source.GATEWAY, "dropped a notification: " + why);
        }
    }

    private void heed(TreeInput.Offer offer) {
        switch (offer) {
            case TAKEN -> {}
            case FULL -> {
                lost(new Loss(
                        Cause.STALLED, "the server does not read: " + settings.inputBytesMax() + " bytes wait for it"));
                tree.terminate();
            }
            case CLOSED -> closedByServer("closed its stdin");
        }
    }

    private void misbehaved(String how) {
        lost(new Loss(Cause.MISBEHAVED, "the server wrote " + how));
        tree.terminate();
    }

    private void lost(Loss why) {
        end(why, () -> listener.lost(why));
    }

    private void end(Loss why, Runnable telling) {
        conversation.end(why, () -> {
            instanceLog.add(Source.GATEWAY, "connection " + why.cause() + ": " + why.explanation());
            tell(telling);
        });
    }

    private void leave() {
        if (!endsWithin(ending.get().goodbye())) {
            Duration grace = ending.get().grace();
            tree.terminate(grace);
            endsWithin(grace.plus(TreeSettings.KILL_PATIENCE));
        }
    }

    private boolean endsWithin(Duration time) {
        try {
            return gone.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// What a listener throws is its own fault and ends no conversation.
    private static void tell(Runnable telling) {
        try {
            telling.run();
        } catch (RuntimeException e) {
            log.warn("A listener failed", e);
        }
    }

    private static boolean isBlank(byte[] line) {
        int i = 0;
        while (i < line.length && line[i] <= ' ' && line[i] >= 0) {
            i++;
        }
        return i == line.length;
    }
}
