#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "io.h"
#include "operand.h"

#define WINDOW	1000		/* operands that wait for one before them */
#define STACK	(1024UL * 1024)	/* octets, of a thread */

typedef void (*judge_fn)(void *, int, const char *, struct outcome *);

/* What the threads share. */
struct queue {
	pthread_mutex_t	 lock;
	pthread_cond_t	 moved;		/* printed has grown */
	judge_fn	 judge;
	char		**files;
	int		 n;
	int		 next;		/* to be judged */
	int		 printed;	/* as many of the first ones */
	struct outcome	**done;		/* of those that are not printed yet */
	int		 worst;
};

/* A thread and what is its own. */
struct worker {
	struct queue	*queue;
	void		*own;
	pthread_t	 thread;
};

void
outcome_fail(struct outcome *o, int status, const char *fmt, ...)
{
	char text[1024];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	o->status = status;
	o->complaint.n = 0;
	buf_text(&o->complaint, io_printable(text, text, sizeof(text)));
}

int
outcome_print(struct outcome *o)
{
	int status = o->status;

	if (o->complaint.n > 0)
		warnx("%s", buf_string(&o->complaint));
	if (o->out.n > 0)
		io_out(buf_view(&o->out));
	buf_free(&o->complaint);
	buf_free(&o->out);
	return status;
}

static void
judge_file(const struct worker *w, const char *file, struct outcome *o)
{
	int fd;

	if (strcmp(file, "-") == 0) {
		w->queue->judge(w->own, STDIN_FILENO, file, o);
		return;
	}
	if ((fd = open(file, O_RDONLY | O_CLOEXEC | O_NOCTTY)) == -1) {
		outcome_fail(o, io_open_status(EX_NOINPUT), "%s: %s", file,
		    strerror(errno));
		return;
	}
	w->queue->judge(w->own, fd, file, o);
	close(fd);
}

/* How bad a status is. */
static int
rank(int status)
{
	return status == 0 ? 0 : status == 1 ? 1 : status == EX_TEMPFAIL ?
	    2 : 3;
}

/* Print those whose turn it is, as far as they are done. */
static void
print_done(struct queue *q)
{
	struct outcome *o;
	int status;

	while (q->printed < q->n && (o = q->done[q->printed]) != NULL) {
		status = outcome_print(o);
		if (rank(status) > rank(q->worst))
			q->worst = status;
		q->done[q->printed++] = NULL;
		free(o);
		pthread_cond_broadcast(&q->moved);
	}
}

/* One operand after the other, whichever is next. */
static void *
work(void *arg)
{
	const struct worker *w = arg;
	struct queue *q = w->queue;
	struct outcome *o;
	int i;

	pthread_mutex_lock(&q->lock);
	while ((i = q->next) < q->n) {
		if (i - q->printed >= WINDOW) {
			pthread_cond_wait(&q->moved, &q->lock);
			continue;
		}
		q->next++;
		pthread_mutex_unlock(&q->lock);
		o = mem_zero(1, sizeof(*o));
		judge_file(w, q->files[i], o);
		pthread_mutex_lock(&q->lock);
		q->done[i] = o;
		print_done(q);
	}
	pthread_mutex_unlock(&q->lock);
	return NULL;
}

/* This thread is the first worker; without others it does everything. */
static void
run(struct queue *q, void *const *own, size_t n)
{
	struct worker *w = mem_zero(n, sizeof(*w));
	pthread_attr_t attr;
	size_t i, started;

	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, STACK);
	for (i = 0; i < n; i++) {
		w[i].queue = q;
		w[i].own = own[i];
	}
	for (started = 1; started < n; started++)
		if (pthread_create(&w[started].thread, &attr, work,
		    &w[started]) != 0)
			break;
	pthread_attr_destroy(&attr);
	work(&w[0]);
	for (i = 1; i < started; i++)
		pthread_join(w[i].thread, NULL);
	free(w);
}

int
operand_each(int n, char *files[], judge_fn judge, void *const *workers,
    size_t nworkers)
{
	struct queue q;

	memset(&q, 0, sizeof(q));
	pthread_mutex_init(&q.lock, NULL);
	pthread_cond_init(&q.moved, NULL);
	q.judge = judge;
	q.files = files;
	q.n = n;
	q.done = mem_zero((size_t)n, sizeof(struct outcome *));
	run(&q, workers, nworkers);
	pthread_mutex_destroy(&q.lock);
	pthread_cond_destroy(&q.moved);
	free(q.done);
	return q.worst;
}
