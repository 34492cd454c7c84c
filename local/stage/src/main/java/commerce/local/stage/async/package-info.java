/** Lambda's asynchronous invocations: nobody waits for the answer, Lambda itself tries again and reports what became of it. */
package commerce.local.stage.async;
