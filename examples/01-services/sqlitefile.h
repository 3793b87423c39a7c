// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef SHOP_SQLITEFILE_H
#define SHOP_SQLITEFILE_H

#include <QtCore/qfuturewatcher.h>
#include <QtCore/qpromise.h>
#include <QtCore/qthreadpool.h>
#include <QtSql/qsqlquery.h>

#include <functional>
#include <memory>
#include <type_traits>

namespace Shop {

// An SQLite file. All work on it is done in one thread of its own, in transactions. Only the
// file's owner can read it.
class SqliteFile
{
public:
    SqliteFile();
    ~SqliteFile(); // closes the file, after the work that is left

    // For hooks, which return a future and don't wait for it. The path is relative to the current folder. When the file
    // is open, next is called in the file's thread.
    QFuture<void> open(const QString &path, const QStringList &schema, const std::function<void()> &next = [] { });
    QFuture<void> close();
    QFuture<bool> isWritable(); // true, or fails with the reason
    template <class Work> QFuture<std::invoke_result_t<Work>> transaction(Work work);
    template <class Work, class Next> QFuture<std::invoke_result_t<Work>> transaction(Work work, Next next);

private:
    QThreadPool m_thread; // one thread: a connection belongs to the thread that made it
};

// Executes a statement; throws what is wrong with it. It is called in a transaction's work.
QSqlQuery sql(const QString &statement, const QVariantList &values = {});

// Undoes at its end what was done since its beginning, unless that was committed.
class Transaction
{
public:
    Transaction();
    ~Transaction();
    void commit();

private:
    Q_DISABLE_COPY_MOVE(Transaction)
    bool m_isOpen = true;
};

// Calls work in the file's thread, in a transaction that is undone if work throws, and then next with the result. When
// the future has the result, what work did is on the disk. Any thread may call this, and wait for the future. (Hence
// this doesn't use QtConcurrent::run(): a thread that waits for its future may call work itself, in the wrong thread.)
template <class Work, class Next> QFuture<std::invoke_result_t<Work>> SqliteFile::transaction(Work work, Next next)
{
    const auto promise = std::make_shared<QPromise<std::invoke_result_t<Work>>>();
    promise->start(); // here, because only a future that has started can be waited for
    m_thread.start([promise, work = std::move(work), next = std::move(next)] {
        try {
            Transaction transaction;
            auto result = work();
            transaction.commit();
            next(result);
            promise->addResult(std::move(result));
        } catch (...) {
            promise->setException(std::current_exception());
        }
        promise->finish();
    });
    return promise->future();
}

template <class Work> QFuture<std::invoke_result_t<Work>> SqliteFile::transaction(Work work)
{
    return transaction(std::move(work), [](const auto &) { });
}

// A future with the same result that finishes in this thread. In Qt 6.4, then() may call its function twice if the
// future finishes in another thread at that very moment.
template <class T> QFuture<T> inThisThread(const QFuture<T> &future)
{
    const auto promise = std::make_shared<QPromise<T>>();
    promise->start();
    auto *watcher = new QFutureWatcher<T>;
    QObject::connect(watcher, &QFutureWatcherBase::finished, watcher, [watcher, promise] {
        try {
            if constexpr (std::is_void_v<T>)
                watcher->waitForFinished();
            else
                promise->addResult(watcher->result());
        } catch (...) {
            promise->setException(std::current_exception());
        }
        promise->finish();
        watcher->deleteLater();
    });
    watcher->setFuture(future);
    return promise->future();
}

} // namespace Shop

#endif
