// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TESTS_LIVEOBJECTS_H
#define QCONDUCTOR_TESTS_LIVEOBJECTS_H

#include <QtCore/qlist.h>
#include <QtCore/qmutex.h>
#include <QtCore/qobject.h>
#include <QtCore/qset.h>

// Qt's hooks for tools, which are called for every QObject that comes and goes (qhooks_p.h).
extern Q_CORE_EXPORT quintptr qtHookData[];

// Knows every QObject that was constructed after it and still exists, in all threads. There is one LiveObjects at a
// time.
class LiveObjects
{
public:
    LiveObjects()
    {
        s_objects.clear();
        qtHookData[added] = reinterpret_cast<quintptr>(+[](QObject *object) {
            const QMutexLocker locker(&s_mutex);
            s_objects.insert(object);
        });
        qtHookData[removed] = reinterpret_cast<quintptr>(+[](QObject *object) {
            const QMutexLocker locker(&s_mutex);
            s_objects.remove(object);
        });
    }
    ~LiveObjects() { qtHookData[added] = qtHookData[removed] = 0; }

    int count() const
    {
        const QMutexLocker locker(&s_mutex);
        return int(s_objects.size());
    }

    // Returns the objects of a class. It must not be called while another thread destroys objects.
    template <class T> QList<T *> all() const
    {
        const QMutexLocker locker(&s_mutex);
        QList<T *> found;
        for (QObject *object : std::as_const(s_objects)) {
            if (T *candidate = qobject_cast<T *>(object))
                found += candidate;
        }
        return found;
    }

private:
    Q_DISABLE_COPY_MOVE(LiveObjects)
    static constexpr int added = 3;
    static constexpr int removed = 4;

    static inline QMutex s_mutex;
    static inline QSet<QObject *> s_objects;
};

#endif
