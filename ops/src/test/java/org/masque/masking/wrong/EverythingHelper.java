package org.masque.masking.wrong;

import com.esotericsoftware.kryo.Kryo;
import com.typesafe.config.Config;
import io.prometheus.metrics.core.metrics.Counter;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.logging.Logger;
import org.apache.pekko.actor.typed.ActorRef;
import org.masque.actors.wire.WireMessage;
import org.masque.model.kernels.simd.wrong.HiddenKernel;
import org.masque.model.tensor.wrong.UpwardTensor;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Breaks the rules of layering, so that a test can see them bite; no part of the trainer. */
public final class EverythingHelper implements WireMessage {
    UpwardTensor upward;
    HiddenKernel kernel;
    INDArray array;
    ActorRef<String> actor;
    Counter counter;
    Config config;
    Kryo kryo;

    void breakTheRules() throws InterruptedException {
        System.out.println(new Random().nextInt() + Math.random());
        Logger.getLogger("wrong").info("logged");
        Thread.sleep(1);
        System.out.println(Duration.between(Instant.now(), Instant.now()));
    }
}
