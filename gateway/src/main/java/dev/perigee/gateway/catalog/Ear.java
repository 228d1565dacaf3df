package dev.perigee.gateway.catalog;

import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.upstream.ConnectFailed;
import dev.perigee.gateway.upstream.Connection;
import dev.perigee.gateway.upstream.Connector;
import dev.perigee.gateway.upstream.ForwardingConnection;
import dev.perigee.gateway.upstream.Loss;
import dev.perigee.gateway.upstream.ServerName;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// Hears for the catalog what a server says of its lists. What changes while no conversation is open nobody hears, so
/// one that begins after a time without any counts as a change, and so does one that is lost. Thread-safe.
final class Ear implements Connector {
    private final ServerName server;
    private final Connector inner;
    private final Catalog catalog;
    private final AtomicInteger open = new AtomicInteger();

    Ear(ServerName server, Connector inner, Catalog catalog) {
        this.server = server;
        this.inner = inner;
        this.catalog = catalog;
    }

    @Override
    public Connection connect(Connection.Listener listener) throws ConnectFailed, InterruptedException {
        Heard heard = new Heard(listener);
        boolean connected = false;
        try {
            Connection connection = inner.connect(heard);
            connected = true;
            return new Listened(connection, heard);
        } finally {
            if (!connected) {
                heard.end();
            }
        }
    }

    private final class Heard implements Connection.Listener {
        private final Connection.Listener listener;
        private final AtomicBoolean over = new AtomicBoolean();

        Heard(Connection.Listener listener) {
            this.listener = listener;
            if (open.getAndIncrement() == 0) {
                catalog.changed(server);
            }
        }

        @Override
        public void heard(Message.Notification notification) {
            catalog.heard(server, notification);
            listener.heard(notification);
        }

        @Override
        public void asked(Message.Request request) {
            listener.asked(request);
        }

        @Override
        public void lost(Loss why) {
            end();
            catalog.changed(server);
            listener.lost(why);
        }

        @Override
        public boolean isShared() {
            return listener.isShared();
        }

        void end() {
            if (over.compareAndSet(false, true)) {
                open.decrementAndGet();
            }
        }
    }

    private static final class Listened extends ForwardingConnection {
        private final Heard heard;

        Listened(Connection inner, Heard heard) {
            super(inner);
            this.heard = heard;
        }

        @Override
        public void close() {
            heard.end();
            super.close();
        }
    }
}
