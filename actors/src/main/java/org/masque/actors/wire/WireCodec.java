package org.masque.actors.wire;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.KryoBufferOverflowException;
import com.esotericsoftware.kryo.io.KryoBufferUnderflowException;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.util.Pool;
import java.util.HashMap;
import java.util.Map;

/**
 * Messages to bytes and back. Safe for several threads.
 *
 * <p>A Kryo that has thrown is never used again: what an exception leaves in one is not known.
 */
public final class WireCodec {
    private static final int FIRST_BUFFER = 512;
    private static final int KRYOS = 16;

    private final WireLimits limits;
    private final WireTypes types;
    private final Pool<Kryo> kryos;
    private final Map<String, Class<?>> byManifest = new HashMap<>();
    private final Map<Class<?>, String> manifests = new HashMap<>();

    /** A codec for these classes; throws {@link IllegalArgumentException} if one of them holds what cannot cross. */
    public WireCodec(WireClasses classes, WireLimits limits) {
        this.limits = limits;
        types = new WireTypes(classes, limits);
        for (WireClass known : classes.all()) {
            if (known.isMessage()) {
                byManifest.put(known.manifest(), known.type());
                manifests.put(known.type(), known.manifest());
            }
        }
        kryos = new Pool<>(true, false, KRYOS) {
            @Override
            protected Kryo create() {
                return types.newKryo();
            }
        };
    }

    /** The name of a message's class on the network; throws a {@link WireException} if it has none. */
    public String manifest(Object message) {
        String manifest = manifests.get(message.getClass());
        if (manifest == null) {
            throw new WireException(
                    RejectionReason.CLASS, message.getClass().getName() + " is not listed in wire-classes.txt");
        }
        return manifest;
    }

    /** The bytes of a message; throws a {@link WireException} if it must not be sent. */
    public byte[] encode(Object message) {
        String manifest = manifest(message);
        Output output = new Output(FIRST_BUFFER, limits.frameBytes());
        Kryo kryo = kryos.obtain();
        try {
            kryo.writeObject(output, message, types.message(message.getClass()));
        } catch (KryoBufferOverflowException failure) {
            throw new WireException(
                    RejectionReason.FRAME, manifest + " has more than " + limits.frameBytes() + " bytes", failure);
        } catch (KryoException failure) {
            throw new WireException(
                    RejectionReason.DEPTH,
                    manifest + " is deeper than " + limits.depth() + ", or in a circle",
                    failure);
        }
        kryos.free(kryo);
        return output.toBytes();
    }

    /**
     * The message of some bytes from anywhere; throws a {@link WireException} if they are none.
     *
     * @param manifest the name of its class
     */
    public Object decode(String manifest, byte[] bytes) {
        Class<?> type = byManifest.get(manifest);
        if (type == null) {
            throw new WireException(RejectionReason.MANIFEST, "no message has that manifest");
        }
        if (bytes.length > limits.frameBytes()) {
            throw new WireException(RejectionReason.FRAME, bytes.length + " bytes, at most " + limits.frameBytes());
        }
        if (bytes.length == 0) {
            // Kryo says of an empty buffer that it is too small, as if it were the reader's fault.
            throw new WireException(RejectionReason.TRUNCATED, "no bytes");
        }
        Kryo kryo = kryos.obtain();
        GuardedInput input = new GuardedInput(bytes, limits);
        Object message = read(kryo, input, type);
        if (input.left() > 0) {
            throw new WireException(RejectionReason.TRAILING, input.left() + " bytes after the message");
        }
        kryos.free(kryo);
        return message;
    }

    private Object read(Kryo kryo, GuardedInput input, Class<?> type) {
        try {
            return kryo.readObject(input, type, types.message(type));
        } catch (WireException rejected) {
            throw rejected;
        } catch (KryoBufferUnderflowException failure) {
            throw new WireException(RejectionReason.TRUNCATED, "the bytes end too early", failure);
        } catch (KryoException failure) {
            throw new WireException(RejectionReason.MALFORMED, String.valueOf(failure.getMessage()), failure);
        }
    }
}
