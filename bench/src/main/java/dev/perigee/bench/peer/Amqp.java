package dev.perigee.bench.peer;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// One channel of AMQP 0-9-1 over a connection of its own, with the account that RabbitMQ has from the start. Methods
/// are named by class and method id, as in the specification.
record Amqp(Connection connection) implements AutoCloseable {
    static final int QUEUE = 50;
    static final int BASIC = 60;
    static final int CONFIRM = 85;

    private static final int CONNECTION = 10;
    private static final int CHANNEL = 20;
    private static final int METHOD = 1;
    private static final int HEADER = 2;
    private static final int BODY = 3;
    private static final int END = 0xCE;
    private static final int PERSISTENT = 2;
    private static final int HAS_DELIVERY_MODE = 0x1000;
    private static final int FRAME_MAX = 128 * 1024;

    /// Writes the arguments of a method.
    interface Arguments {
        void write(DataOutputStream to) throws IOException;
    }

    static Amqp open(int port) throws IOException {
        Amqp amqp = new Amqp(new Connection(port));
        amqp.connection.send(new byte[] {'A', 'M', 'Q', 'P', 0, 0, 9, 1});
        amqp.expect(CONNECTION, 10);
        amqp.send(0, CONNECTION, 11, to -> {
            table(to);
            shortText(to, "PLAIN");
            longText(to, "\0guest\0guest");
            shortText(to, "en_US");
        });
        amqp.expect(CONNECTION, 30);
        amqp.send(0, CONNECTION, 31, to -> {
            to.writeShort(1);
            to.writeInt(FRAME_MAX);
            to.writeShort(0);
        });
        amqp.call(0, CONNECTION, 40, to -> {
            shortText(to, "/");
            shortText(to, "");
            to.writeByte(0);
        });
        amqp.call(1, CHANNEL, 10, to -> shortText(to, ""));
        return amqp;
    }

    /// Calls a method of the channel and waits for its answer, which has the next id.
    void call(int type, int method, Arguments arguments) throws IOException {
        call(1, type, method, arguments);
    }

    void send(int type, int method, Arguments arguments) throws IOException {
        send(1, type, method, arguments);
    }

    /// Publishes a persistent message to a queue, in one write.
    void publish(String queue, byte[] payload) throws IOException {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        frame(frames, METHOD, 1, to -> {
            to.writeShort(BASIC);
            to.writeShort(40);
            to.writeShort(0);
            shortText(to, "");
            shortText(to, queue);
            to.writeByte(0);
        });
        frame(frames, HEADER, 1, to -> {
            to.writeShort(BASIC);
            to.writeShort(0);
            to.writeLong(payload.length);
            to.writeShort(HAS_DELIVERY_MODE);
            to.writeByte(PERSISTENT);
        });
        frame(frames, BODY, 1, to -> to.write(payload));
        connection.send(frames.toByteArray());
    }

    /// Takes in the next message whose payload fits into one frame; returns its delivery tag.
    long delivery() throws IOException {
        DataInputStream deliver = expect(BASIC, 60);
        deliver.skipNBytes(deliver.readUnsignedByte());
        long tag = deliver.readLong();
        frame(HEADER);
        frame(BODY);
        return tag;
    }

    /// Reads the next method, which has to be this one, and returns its arguments.
    DataInputStream expect(int type, int method) throws IOException {
        DataInputStream frame = frame(METHOD);
        int actualType = frame.readUnsignedShort();
        int actualMethod = frame.readUnsignedShort();
        if (actualType != type || actualMethod != method) {
            throw new IOException(
                    "RabbitMQ sent method " + actualType + "." + actualMethod + " instead of " + type + "." + method);
        }
        return frame;
    }

    static void shortText(DataOutputStream to, String text) throws IOException {
        to.writeByte(text.length());
        to.writeBytes(text);
    }

    /// Writes a table without entries.
    static void table(DataOutputStream to) throws IOException {
        to.writeInt(0);
    }

    @Override
    public void close() {
        connection.close();
    }

    private static void longText(DataOutputStream to, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        to.writeInt(bytes.length);
        to.write(bytes);
    }

    private void call(int channel, int type, int method, Arguments arguments) throws IOException {
        send(channel, type, method, arguments);
        expect(type, method + 1);
    }

    private void send(int channel, int type, int method, Arguments arguments) throws IOException {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        frame(frames, METHOD, channel, to -> {
            to.writeShort(type);
            to.writeShort(method);
            arguments.write(to);
        });
        connection.send(frames.toByteArray());
    }

    private static void frame(ByteArrayOutputStream frames, int type, int channel, Arguments content)
            throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        content.write(new DataOutputStream(bytes));
        DataOutputStream to = new DataOutputStream(frames);
        to.writeByte(type);
        to.writeShort(channel);
        to.writeInt(bytes.size());
        bytes.writeTo(to);
        to.writeByte(END);
    }

    private DataInputStream frame(int type) throws IOException {
        int actual = connection.in().readUnsignedByte();
        connection.in().readUnsignedShort();
        int size = connection.in().readInt();
        if (actual != type || size > FRAME_MAX) {
            throw new IOException("RabbitMQ sent a frame of type " + actual + " and " + size + " bytes instead of type "
                    + type + " and at most " + FRAME_MAX);
        }
        byte[] content = connection.bytes(size + 1);
        return new DataInputStream(new ByteArrayInputStream(content, 0, size));
    }
}
