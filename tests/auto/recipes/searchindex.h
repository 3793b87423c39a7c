// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TESTS_SEARCHINDEX_H
#define QCONDUCTOR_TESTS_SEARCHINDEX_H

#include <QConductor/Component>

#include <QtConcurrent/qtconcurrentmap.h>
#include <QtConcurrent/qtconcurrentrun.h>

#include <QtCore/qstringlist.h>

#include <atomic>
namespace Recipes {

//! [thread]
class SearchIndex : public QConductor::Component
{
    Q_OBJECT

public:
    QStringList texts; // is not changed while the component is set up
    QStringList words; // belongs to the thread until the component is active

protected:
    QFuture<void> onSetup() override
    {
        return QtConcurrent::run([this](QPromise<void> &promise) { read(promise); });
    }
    QFuture<void> onShutdown() override
    {
        words.clear();
        return done();
    }

private:
    void read(QPromise<void> &promise)
    {
        promise.setProgressRange(0, int(texts.size()));
        for (int i = 0; i < texts.size() && !promise.isCanceled(); ++i) {
            if (texts.at(i).isEmpty())
                throw QConductor::Error(tr("text %1 is empty").arg(i));
            words += texts.at(i).split(QLatin1Char(' '));
            promise.setProgressValueAndText(i + 1, tr("Reading texts"));
        }
    }
};
//! [thread]

//! [threads]
class Thumbnails : public QConductor::Component
{
    Q_OBJECT

public:
    QStringList pictures;
    std::atomic_int count = 0;

protected:
    QFuture<void> onSetup() override
    {
        return QtConcurrent::map(pictures, [this](const QString &picture) { make(picture); });
    }

private:
    void make(const QString &picture) // in one of several threads
    {
        if (picture.isEmpty())
            throw QConductor::Error(tr("a picture is missing"));
        ++count;
    }
};
//! [threads]

} // namespace Recipes

#endif
