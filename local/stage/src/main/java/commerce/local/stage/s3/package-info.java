/** S3: keeps the template's buckets in a process of its own, which is started when somebody first asks for one, and passes calls on to it. */
package commerce.local.stage.s3;
